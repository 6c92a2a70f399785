extension String {
    /// With `text` for every `scalar`, also where an accent stands upon it: to a person the two are
    /// one character, and to whatever reads the text they are not.
    package func replacing(scalar: Unicode.Scalar, with text: String) -> String {
        var replaced = UnicodeScalarView()
        for one in unicodeScalars {
            if one == scalar { replaced += text.unicodeScalars } else { replaced.append(one) }
        }
        return String(replaced)
    }
}
