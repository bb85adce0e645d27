namespace Gateway.Media.Text.Redaction;

/// <summary>The words by which people name what they ask for or give.</summary>
internal static class LabelPhrases
{
    private static readonly (Topic Topic, string Phrases)[] Spoken =
    [
        (Topic.Card, "credit card|debit card|credit or debit card|debit or credit card|card number|card numbers|card #|card details|card info|card information|card ending|card ends|card that ends|card starts|card starting|it starts with|it begins with"
            + "|number on the card|number on your card|number on my card|numbers on the card|numbers on your card|number on the front|digits on the card|digits on your card|digits of the card|digits of your card"
            + "|digits on the front|digits of my card|16 digit|16-digit|sixteen digit|16 digits|sixteen digits|15 digit|15 digits|fifteen digits|long number|american express number|visa number|mastercard number|amex number"
            + "|discover number|rest of the card|rest of your card|credit cards|card again|card please|card on file ending|pan number"
            + "|tarjeta|número de tarjeta|numero de tarjeta|número de la tarjeta|numero de la tarjeta|número de su tarjeta|tarjeta de crédito|tarjeta de débito|tarjeta de credito|tarjeta de debito"),
        (Topic.CardMentioned, "card|cards|visa|mastercard|master card|amex|american express|discover card|diners|diners club|jcb|unionpay|union pay|maestro"),
        (Topic.Expiry, "expiration|expiry|expiration date|expiry date|exp date|exp|good through|good thru|valid through|valid thru|valid until|expires|expire|expired|expiring"
            + "|vence|vencimiento|fecha de vencimiento|caduca|caducidad|expira|expiración|expiracion"),
        (Topic.SecurityCode, "cvv|cvv2|cvc|cvc2|csc|c v v|c v c|c v v 2|cv v|c vv|security code|security number|security digits|card code|card verification|verification value"
            + "|verification number|code on the back|number on the back|numbers on the back|digits on the back|three digits on|three digit code|3 digit code|3-digit code|three digit number|3 digit number|3-digit number|three digit security|3 digit security|last three digits|last 3 digits"
            + "|back of the card|back of your card|back of my card|back of it|four digits on the front|4 digits on the front|code on the front|code on back|number on back|three digits|3 digits|three numbers|3 numbers|cid"
            + "|código de seguridad|codigo de seguridad|números de atrás|numeros de atras|tres números|dígitos de atrás|tres dígitos|tres digitos|código de la tarjeta|codigo de la tarjeta|clave de seguridad"),
        (Topic.Pin, "pin|pins|p i n|my pen|your pen|pen number|pen code|pin number|pin code|pin-code|passcode|pass code|access code|four digit code|4 digit code|4-digit code|four digit number|four digit pin|4 digit pin|4-digit pin|six digit pin"
            + "|6 digit pin|personal identification number|nip|clave|número de identificación personal|numero de identificacion personal"),
        (Topic.Ssn, "ssn|s s n|social|socials|social security|social security number|social number|last four of your social|taxpayer|tax id|taxpayer id|tax identification|itin"
            + "|seguro social|número de seguro social|numero de seguro social|seguridad social"),
        (Topic.Password, "password|passwords|secret word|code word|pass word|passphrase|pass phrase|palabra secreta|contraseña|contrasena"),
        (Topic.DateOfBirth, "date of birth|birth date|birthdate|birthday|dob|d o b|born|born on|fecha de nacimiento|nací|naci|cumpleaños"),
        (Topic.Phone, "phone|phone number|telephone|telephone number|cell|cell phone|cell number|cellphone|mobile|mobile number|call|callback|call back|called|calling|reach|dial|fax|fax number|text|contact number|landline|hotline|toll free|toll free number|toll free line"
            + "|teléfono|telefono|celular|número de teléfono|numero de telefono|llamar|llame|llámame|llameme"),
        (Topic.Zip, "zip|zip code|zipcode|postal|postal code|postcode|código postal|codigo postal"),
        (Topic.Amount, "how many|how much|quantity|amount|total|price|balance|cost|costs|bill|charge|charged|payment of|fee|deposit|limit|cuánto|cuanto|cuántos|cuantos|cuánta|monto|cantidad|saldo|precio"),
        (Topic.Reference, "order|order number|invoice|invoice number|reference|reference number|confirmation|confirmation number|confirmation code|ticket|ticket number|case|case number|tracking|tracking number|account|account number"
            + "|member|membership|member number|member id|customer number|customer id|policy|policy number|claim|claim number|serial|serial number|model|model number|part number|item number|sku|routing number|routing|license|license plate"
            + "|employee|employee number|badge|booking|booking number|reservation|reservation number|transaction|check number|passport|driver's license|meter|loan|loan number|library card|gift card|sim card|business card|id card|insurance card"
            + "|loyalty card|rewards card|report card|green card|wild card|greeting card|promo code|coupon|voucher|area code|error|error code|dispute|id|orden|pedido|factura|referencia|confirmación|confirmacion|cuenta|reserva|caso"),
        (Topic.Place, "flight|gate|room|apartment|apt|suite|unit|floor|extension|ext|route|highway|interstate|exit|page|chapter|line|lane|seat|row|aisle|step|version|option|channel|section|article|chapter|level|terminal|platform|track|building"
            + "|street|address|house number|box|po box|store|branch|window|windows|aircraft|boeing|airbus|bus|train|model year|iphone|galaxy|press|question|zone|district|size|vuelo|puerta|habitación|habitacion|apartamento|piso|opción|opcion|versión|extensión|dirección|calle|avenida"),
    ];

    private static readonly Dictionary<string, (string[] Words, Topic Topic)[]> ByFirstWord = Spoken
        .SelectMany(group => group.Phrases.Split('|').Select(phrase => (Words: phrase.Split(' ', '-'), group.Topic)))
        .GroupBy(phrase => phrase.Words[0], StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => group.OrderByDescending(phrase => phrase.Words.Length).ToArray(), StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, (string[] Words, Topic Topic)[]>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        ByFirstWord.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The words that a phrase can begin with.</summary>
    public static IEnumerable<string> FirstWords => ByFirstWord.Keys;

    /// <summary>The phrases that begin with a word, the longest first.</summary>
    public static ReadOnlySpan<(string[] Words, Topic Topic)> BeginningWith(ReadOnlySpan<char> word) => Lookup.TryGetValue(word, out var phrases) ? phrases : [];
}
