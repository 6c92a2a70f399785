# How long a door takes until students can use it, beside a program that draws the same code.
from figures import Goal
from processes import OnTerminal, timed
from schools import DEMO_ROOM, demo_school

TEXT = "HTTPS://KIOSK.EXAMPLE.EDU/C/ABC123.7K2MQ9"


def measure(suite, folder):
    school, program = demo_school(suite, folder), suite.arguments.program

    def door():
        command = [program, "run", "--room", DEMO_ROOM, "--listen", "127.0.0.1:0"]
        with OnTerminal(command, school.environment) as door:
            # The counts are drawn in one write with the QR.
            return door.drawn("of 60 present")

    def ended(*command):
        return lambda: timed(*command)[0] * 1000

    starts, codes, versions, plain = suite.in_turn(
        door, ended(program, "qr", TEXT), ended(program, "--version"), ended("qrencode", "-t", "UTF8", TEXT),
        rounds=suite.rounds + 4)
    suite.figure("start to first QR drawn", "ms", starts, "qrencode -t UTF8", plain, Goal("seen", 50))
    suite.figure("kiosk qr TEXT", "ms", codes, "qrencode -t UTF8", plain)
    suite.figure("kiosk --version", "ms", versions, "qrencode -t UTF8", plain)
