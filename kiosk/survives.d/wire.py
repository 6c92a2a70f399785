# HTTP by hand: what no library would send, and all that comes back.
import http.client
import json
import socket

from callers import PUBLIC


def ask(service, method, path, token=None, body=None, source=None, **fields):
    """Status, header fields and text of one request; the fields' names in small letters."""
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30,
                                            source_address=(source, 0) if source else None)
    fields = {name.replace("_", "-"): value for name, value in fields.items()}
    if token:
        fields["Authorization"] = f"Bearer {token}"
    if isinstance(body, dict):
        fields["Content-Type"], body = "application/json", json.dumps(body)
    try:
        connection.request(method, path, body, fields)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()
    finally:
        connection.close()


def raw(service, sent):
    """The statuses of all answers to some bytes, and all that was answered, until the other side has closed."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=30) as connection:
        heard = b""
        try:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(65_536):
                heard += part
        except ConnectionError:
            pass
    return statuses(heard), heard


def statuses(heard):
    """Of answers that follow each other on one connection, by their own lengths."""
    found = []
    while heard.startswith(b"HTTP/1.1 "):
        head, _, rest = heard.partition(b"\r\n\r\n")
        found.append(int(head[9:12]))
        lengths = [int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        heard = rest[lengths[0] if lengths else 0:]
    return found if not heard else [*found, 0]


def signed_in(school, service, code):
    """The link that was made for somebody, and the cookie that it was exchanged for."""
    link = school("user", "invite", code).strip().rsplit("/s/", 1)[1]
    _, fields, _ = ask(service, "POST", f"/s/{link}", body="", Origin=PUBLIC)
    return link, fields.get("set-cookie", "").split(";")[0]
