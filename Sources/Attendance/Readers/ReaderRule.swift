/// What is done to a line because readers, cards and keyboards are as they are.
///
/// Each is switched by its name in configuration: `readers.RULE: on` or `off`. They are tried in
/// the order in which they stand here.
package enum ReaderRule: String, CaseIterable, Sendable {
    /// Takes off what some readers put around a code: STX, ETX, TAB, a byte order mark.
    case framing
    /// Reads the function keys that a keypad sends while Num Lock is off as the digits meant.
    case numLock = "num_lock"
    /// Refuses a contact (vCard, MECARD) without keeping any of it.
    case contact
    /// Refuses a driving licence (the AAMVA block) without keeping any of it.
    case licence
    /// Reads full-width digits and letters, as East Asian keyboards type them, as plain ones.
    case fullWidth = "full_width"
    /// Takes off the text of `readers.prefix`, which the reader was set to send before each code.
    case prefix
    /// Takes off the symbology identifier (`]C0`) that tells what kind of label was read.
    case aim
    /// Refuses the labels of goods: EAN and UPC with a right check digit.
    case product
    /// Verifies and cuts the check character that the symbology identifier announces, and verifies
    /// the last digit of a library card of fourteen digits.
    case checkDigit = "check_digit"
    /// Takes the code out of a GS1 label: the value of an application identifier 90 to 99.
    case gs1
    /// Reads magnetic stripes: the number of track 2, else of track 1 or 3; never a name.
    case magstripe
    /// Takes off the start and stop characters of Code 39 (`*`) and Codabar (`A` to `D`).
    case startStop = "start_stop"
    /// Takes the code out of a badge that holds JSON: `id`, `user_code`, `student_id` or `code`.
    case json
    /// Keypads as on a telephone: `#` ends an entry, `*` clears it.
    case keypad
    /// Reads a QR of a session in its long form, `https://HOST/c/ABC123`.
    case sessionURL = "session_url"
    /// Refuses bank cards and payment codes without keeping any of them.
    case payment
    /// Refuses a reader's digits that are fewer than any code has: some were lost on the way.
    case wrongLength = "wrong_length"
    /// Believes a Code 39 check character that nothing announces, where it is right.
    case code39Check = "code39_check"
    /// Drops the zero that Interleaved 2 of 5 puts before an odd number of digits.
    case itfPadding = "itf_padding"
    /// Reads the pairs (`+A` for `a`) of Code 39 Full ASCII that the reader left as they are.
    case fullASCII = "full_ascii"
    /// Takes one code where the same came twice or more without an end between.
    case doubled
    /// Takes the digits out of text in another script or encoding.
    case digitRun = "digit_run"
    /// Takes what a reader sent in one burst where a hand had begun an entry before it.
    case lateBurst = "late_burst"
    /// Undoes a French keyboard layout at the host.
    case layoutFR = "layout_fr"
    /// Undoes a German keyboard layout at the host.
    case layoutDE = "layout_de"
    /// Undoes a British keyboard layout at the host.
    case layoutUK = "layout_uk"
    /// Knows one tag's number in all the ways in which readers write it, and refuses the numbers
    /// that a telephone makes up at every touch.
    case rfid

    /// On unless switched off.
    package var isOnUsually: Bool {
        switch self {
        case .framing, .numLock, .contact, .licence, .fullWidth, .aim, .product, .checkDigit,
            .gs1, .magstripe, .startStop, .keypad, .sessionURL, .payment, .wrongLength,
            .itfPadding, .doubled, .digitRun, .lateBurst:
            true
        case .prefix, .json, .code39Check, .fullASCII, .layoutFR, .layoutDE, .layoutUK, .rfid:
            false
        }
    }
}
