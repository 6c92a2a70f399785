/// What a column of a list can be.
package enum TableField: String, CaseIterable, Sendable {
    case code = "user_code"
    case fullName = "full_name"
    case givenName = "given_name"
    case familyName = "family_name"
    case email
    case schoolClass = "class"
    case card
    case course
    case role
    /// Known, and not to be read.
    case ignored = "-"

    /// True where several columns may be the same.
    var isRepeatable: Bool { self == .course || self == .ignored }

    /// The headers that mean it, as `folded` writes them.
    fileprivate var words: String {
        switch self {
        case .code:
            """
            studentno studentnumber studentid studentcode studentnr idnumber id code usercode number
            no nr admissionno admissionnumber rollno rollnumber matricno matriculationnumber
            schulernummer schulernr schuelernummer schuelernr matrikelnummer matrikelnr nummer
            kennung personalnummer ausweisnummer numeroetudiant noetudiant numeroeleve matricule
            numero numerodeleve codeeleve identifiant numeroalumno numerodealumno matricula
            numerodematricula codigo codigoalumno expediente carnet 学号 學號 工号 编号 編號 学生编号
            考号 证号 username
            """
        case .fullName:
            """
            name fullname studentname student pupil pupilname displayname namevorname schulername
            schuelername schueler schuler nachnamevorname namedesschulers vollstandigername
            nomcomplet nometprenom nomprenom nomsetprenoms eleve etudiant nombrecompleto
            nombreyapellidos apellidosynombre alumno estudiante 姓名 名字 学生姓名 學生姓名 学生
            """
        case .givenName:
            """
            firstname givenname forename first given preferredname vorname vornamen rufname prenom
            prenoms nombre nombres 名
            """
        case .familyName:
            """
            lastname familyname surname last family nachname familienname zuname nom nomdefamille
            apellido apellidos primerapellido 姓 姓氏
            """
        case .email:
            """
            email emailaddress mail schoolemail emailadresse mailadresse courriel adressemail
            adressecourriel correo correoelectronico 邮箱 電郵 电子邮箱 电子邮件 邮件
            """
        case .schoolClass:
            """
            class form homeroom grade yeargroup year group section klasse klassenname stufe
            jahrgang jahrgangsstufe gruppe lerngruppe classe niveau groupe curso grado grupo clase
            班级 班級 班 年级 年級 专业班级 行政班
            """
        case .card:
            """
            card cardno cardnumber cardid badge badgeid rfid nfc uid cardnr barcode librarycard
            karte kartennummer kartennr chip chipnummer carte numerodecarte badgeno tarjeta
            numerodetarjeta 卡号 卡號 校园卡 校园卡号 一卡通
            """
        case .course:
            """
            course courses coursecode subject subjects module class1 course1 course2 course3 course4
            course5 course6 course7 course8 course9 kurs kurse fach facher faecher kursname cours
            matiere matieres asignatura asignaturas materia materias 课程 課程 课程代码 课程号 科目
            """
        case .role: "role type status1 rolle funktion fonction rol funcion 角色 身份"
        case .ignored:
            """
            password kennwort passwort motdepasse contrasena 密码 birthdate birthday dateofbirth dob
            geburtsdatum geburtstag datedenaissance fechadenacimiento 出生日期 生日 gender sex
            geschlecht sexe sexo genero 性别 address adresse anschrift strasse direccion 地址 phone
            telephone mobile telefon handy telefono 电话 手机 手机号 religion konfession nationality
            nationalitat nationalite nacionalidad 国籍 民族 身份证 身份证号 ethnicity race
            """
        }
    }

    /// Every word with its field; the first that claims a word has it.
    private static let table: [String: TableField] = {
        var table: [String: TableField] = [:]
        for field in allCases {
            for word in field.words.split(whereSeparator: \.isWhitespace) {
                let word = String(word)
                table[word] = table[word] ?? field
            }
        }
        return table
    }()

    /// The field that a header names outright.
    static func named(_ header: String) -> TableField? {
        table[folded(header)]
    }

    /// The field whose words a longer header has among its own, the longest word first.
    static func hinted(_ header: String) -> TableField? {
        let parts = header.split { !$0.isLetter && !$0.isNumber }.map { folded(String($0)) }
        return parts.filter { $0.count > 2 }.sorted { $0.count > $1.count }
            .lazy.compactMap { table[$0] }.first
    }

    /// Small letters and digits alone, without accents.
    private static func folded(_ text: String) -> String {
        var kept = ""
        for character in text.lowercased() where character.isLetter || character.isNumber {
            kept.append(plain[character] ?? character)
        }
        return kept
    }

    private static let plain: [Character: Character] = [
        "ä": "a", "á": "a", "à": "a", "â": "a", "ã": "a", "å": "a", "é": "e", "è": "e", "ê": "e",
        "ë": "e", "í": "i", "ì": "i", "î": "i", "ï": "i", "ö": "o", "ó": "o", "ò": "o", "ô": "o",
        "ü": "u", "ú": "u", "ù": "u", "û": "u", "ç": "c", "ñ": "n", "º": "o", "°": "o",
    ]
}
