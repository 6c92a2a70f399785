import CTerminal
import Glibc

/// Whether the terminal is a Linux console whose font has the upper half block, of which a QR is
/// drawn.
package func consoleHasHalfBlocks(_ descriptor: Int32 = STDOUT_FILENO) -> Bool {
    terminal_font_has(descriptor, 0x2580) == 1
}
