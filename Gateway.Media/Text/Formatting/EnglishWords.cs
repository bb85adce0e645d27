namespace Gateway.Media.Text.Formatting;

/// <summary>The words of American English that formatting knows.</summary>
internal static class EnglishWords
{
    /// <summary>Acronyms that are spelled out and may follow an article.</summary>
    public static HashSet<string> Acronyms { get; } = [.. "PIN ID TV VIP ATM PDF SMS USB CD DVD VPN PC ZIP SSN DOB CVV CVC URL CEO HD DVR SIM LLC IRS IT GPS QR".Split(' ')];

    /// <summary>Acronyms that say what the digits behind them are, and are no part of them.</summary>
    public static HashSet<string> NumberNames { get; } = ["PIN", "CVV", "CVC", "SSN", "ID", "DOB", "ZIP"];

    public static Lexicon Lexicon { get; } = new Lexicon { IsEnglish = true }
        .Count(NumberPart.Digit, 0, "zero one two three four five six seven eight nine/niner")
        .Count(NumberPart.Teen, 10, "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
        .Count(NumberPart.Ten, 20, "twenty thirty forty/fourty fifty sixty seventy eighty ninety", 10)
        .Count(NumberPart.Hundred, 100, "hundred")
        .Count(NumberPart.Scale, 1_000, "thousand")
        .Count(NumberPart.Scale, 1_000_000, "million")
        .Count(NumberPart.Scale, 1_000_000_000, "billion")
        .Count(NumberPart.Scale, 1_000_000_000_000, "trillion")
        .Count(NumberPart.Article, 1, "a")
        .Count(NumberPart.Oh, 0, "oh/o")
        .Count(NumberPart.Multiple, 2, "double triple/treble")
        .Count(NumberPart.OrdinalDigit, 1, "first second third fourth fifth sixth seventh eighth ninth")
        .Count(NumberPart.OrdinalTen, 10, "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth")
        .Count(NumberPart.OrdinalTen, 20, "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth", 10)
        .Count(NumberPart.OrdinalScale, 100, "hundredth")
        .Count(NumberPart.OrdinalScale, 1_000, "thousandth")
        .Count(NumberPart.OrdinalScale, 1_000_000, "millionth")
        .Name(Roles.Month, "January February April June July August September October November December")
        .Name(Roles.Month | Roles.DoubtfulMonth, "March May")
        .Name(Roles.Weekday, "Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
        .Name(Roles.Weekday, "Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays")
        .Name(Roles.Place, "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia Hawaii Idaho Illinois Indiana Iowa Kansas "
            + "Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada New_Hampshire New_Jersey "
            + "New_Mexico New_York North_Carolina North_Dakota Ohio Oklahoma Oregon Pennsylvania Rhode_Island South_Carolina South_Dakota Tennessee Texas "
            + "Utah Vermont Virginia Washington West_Virginia Wisconsin Wyoming Puerto_Rico")
        .Name(Roles.Place, "Afghanistan Albania Algeria Andorra Angola Argentina Armenia Australia Austria Azerbaijan Bahamas Bahrain Bangladesh Barbados "
            + "Belarus Belgium Belize Benin Bhutan Bolivia Bosnia Botswana Brazil Brunei Bulgaria Burundi Cambodia Cameroon Canada Chile China Colombia "
            + "Congo Costa_Rica Croatia Cuba Cyprus Denmark Djibouti Dominica Dominican_Republic Czech_Republic Ecuador Egypt El_Salvador England Eritrea "
            + "Estonia Ethiopia Fiji Finland France Gabon Gambia Germany Ghana Greece Grenada Guatemala Guinea Guyana Haiti Honduras Hungary Iceland India "
            + "Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan Kazakhstan Kenya Kuwait Kyrgyzstan Laos Latvia Lebanon Lesotho Liberia Libya "
            + "Liechtenstein Lithuania Luxembourg Madagascar Malawi Malaysia Maldives Mali Malta Mauritania Mauritius Mexico Moldova Monaco Mongolia "
            + "Montenegro Morocco Mozambique Myanmar Namibia Nepal Netherlands New_Zealand Nicaragua Niger Nigeria North_Korea South_Korea Korea Norway "
            + "Oman Pakistan Panama Paraguay Peru Philippines Poland Portugal Qatar Romania Russia Rwanda Saudi_Arabia Scotland Senegal Serbia Singapore "
            + "Slovakia Slovenia Somalia South_Africa Spain Sri_Lanka Sudan Suriname Sweden Switzerland Syria Taiwan Tajikistan Tanzania Thailand Togo "
            + "Tunisia Turkmenistan Uganda Ukraine United_Kingdom United_States United_Arab_Emirates Great_Britain Uruguay Uzbekistan Venezuela Vietnam "
            + "Wales Yemen Zambia Zimbabwe America Europe")
        .Name(Roles.Title, "Mr Mrs Ms Dr Mr. Mrs. Ms. Dr.")
        .Give(Roles.Label, "pin code extension room gate number option line chapter apartment suite version options gates rooms lines numbers unit step page "
            + "building terminal seat row channel floor flight level section platform lane building zone")
        .Give(Roles.TelephoneCue, "phone phones telephone cell cellphone mobile call called calling reach dial fax text area callback")
        .Give(Roles.OtherNumber, "card account social order pin code confirmation tracking policy member membership reference invoice case ticket routing serial "
            + "license claim id security ssn id's passport iban cvv zip password passcode")
        .Give(Roles.TimeCue, "at by until till around before after")
        .Give(Roles.DateCue, "on by until till since from before after of for is was in through")
        .Give(Roles.Currency, "dollar dollars", "$")
        .Give(Roles.Currency, "euro euros", "\u20ac")
        .Give(Roles.Currency, "pounds", "\u00a3")
        .Give(Roles.Cents, "cent cents")
        .Give(Roles.Percent, "percent")
        .Give(Roles.Point, "point dot")
        .Give(Roles.And, "and")
        .Give(Roles.At, "at")
        .Give(Roles.Dot, "dot")
        .Give(Roles.Slash, "slash")
        .Give(Roles.Connector, "dash hyphen", "-")
        .Give(Roles.Connector, "underscore", "_")
        .Give(Roles.TopDomain, "com net org edu gov io co us uk biz info tv me ai app dev ca mx es de fr eu mil")
        .Give(Roles.MailHost, "gmail yahoo hotmail outlook icloud aol proton protonmail msn live mail comcast verizon")
        .Give(Roles.MailCue, "email e-mail emails mail mailbox address")
        .Give(Roles.Function, "a an the my your his her its our their this that these those is are am was were be been do does did has have had will would can could "
            + "shall should may might must i you he she it we they me him us them of to for from with by in on and or but as if so at about not no yes who what "
            + "when where why how which it's that's i'm go visit see use try called named")
        .Give(Roles.Subject, "i you he she it we they there this that these those the my your his her its our their a an i'm i'd i'll i've it's that's you're we're "
            + "they're he's she's there's someone anyone anybody everything anything one any please thanks thank let let's")
        .Give(Roles.Pronoun, "i you he she it we they who that there")
        .Give(Roles.Determiner, "the a an my your his her its our their this that these those dear mister good kind young old every each")
        .Give(Roles.Auxiliary, "is are am was were does did can could will would shall should may has had isn't aren't doesn't didn't can't couldn't won't wouldn't "
            + "wasn't weren't hasn't haven't shouldn't")
        .Give(Roles.RequestAuxiliary, "do have don't")
        .Give(Roles.Asks, "who why whose who's what's where's how's when's whom")
        .Give(Roles.MayAsk, "what when where how which")
        .Give(Roles.Opener, "so and but okay ok well hi hello hey yes yeah no sorry please thanks um uh er ah alright right great sure then now also actually perfect")
        .Give(Roles.Answer, "yes yeah no okay ok sure")
        .Give(Roles.Vocative, "sir ma'am madam")
        .Give(Roles.Street, "street avenue road drive boulevard lane court place highway broadway way circle parkway main oak elm maple north south east west")
        .Give(Roles.Counted, "moment second seconds minute minutes more of time thing last")
        .Give(Roles.VerbOfI, "am was have had do did will would can could should think need want know mean said say got get just don't didn't can't guess believe "
            + "see hope wish also really already never always forgot like love prefer live work lost tried called paid ordered")
        .Give(Roles.Exclamation, "no wait sorry yes yeah okay ok well i my you god dear")
        .Give(Roles.Lasting, "timer delay wait hold pause clip video break commercial ad spot call window interval intervals limit timeout trial");
}
