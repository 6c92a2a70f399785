import Desk
import Testing

/// Names as they are typed by whoever looks for somebody.
@Suite struct NameSearchTests {
    static let names = [
        ("Žofie Vondráček", "2024000001"), ("Bjørn Størseth", "2024000002"),
        ("Marit Guimarães-Vaz", "2024000003"), ("Jürgen Müller", "M-77"),
        ("王小明", "2024000005"), ("Łukasz Straße", "2024000006"),
    ]

    @Test(
        arguments: [
            ("Vondracek", [0]), ("žofie", [0]), ("VONDRÁČEK Žofie", [0]), ("Storseth", [1]),
            ("størseth bjørn", [1]), ("Guimarães-Vaz, Marit", [2]), ("vaz", [2]), ("MÜLLER", [3]),
            ("muller", [3]), ("m-77", [3]), ("小明", [4]), ("lukasz strasse", [5]),
            ("0000", [0, 1, 2, 4, 5]), ("2024 Marit", [2]), ("Marit Müller", []), ("%", nil),
            ("", nil), (" ,- ", nil),
        ] as [(String, [Int]?)])
    func wordsInAnyOrderWithoutTheirAccents(_ text: String, _ found: [Int]?) {
        let search = NameSearch(text)
        let places = search.map { search in
            Self.names.indices.filter {
                search.finds(name: Self.names[$0].0, number: Self.names[$0].1)
            }
        }
        #expect(places == found)
    }
}
