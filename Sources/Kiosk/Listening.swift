import Glibc
import NIOCore

extension ListenAddress {
    /// Why the address could not be had, with the cure.
    func failure(to error: any Error) -> Failure {
        if let error = error as? IOError { return failure(errno: error.errnoCode) }
        if error is SocketAddressError || error is SocketAddressError.UnknownHost {
            return Failure(.failure, "The name \(host) leads to no address. \(Self.cure)")
        }
        return Failure(.failure, "Cannot listen on \(text): \(error). \(Self.cure)")
    }

    func failure(errno code: Int32) -> Failure {
        let reason = String(cString: strerror(code))
        switch code {
        case EADDRINUSE:
            return Failure(.failure, "\(text) is in use by another program. \(Self.cure)")
        case EADDRNOTAVAIL:
            return Failure(.failure, "\(host) is no address of this machine. \(Self.cure)")
        case EACCES, EPERM:
            return Failure(
                .permission,
                "This account may not listen on \(text): \(reason). Name a port from 1024 on with "
                    + "--listen.")
        default:
            return Failure(.failure, "Cannot listen on \(text): \(reason). \(Self.cure)")
        }
    }

    private static let cure = "Name another with --listen."
}
