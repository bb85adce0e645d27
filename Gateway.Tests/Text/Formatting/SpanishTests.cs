namespace Gateway.Tests.Text.Formatting;

/// <summary>What es-US has: numbers, money, dates, telephone numbers, capitals and marks.</summary>
public sealed class SpanishTests
{
    [Theory]
    [InlineData("veintidós", "22.")]
    [InlineData("treinta y uno", "31.")]
    [InlineData("mil doscientos treinta y cuatro", "1,234.")]
    [InlineData("cien mil", "100,000.")]
    [InlineData("un millón", "1 millón.")]
    [InlineData("tres coma cinco", "3.5.")]
    [InlineData("ciento cinco", "105.")]
    [InlineData("ocho cientos", "800.")]
    [InlineData("mil millones de personas", "1,000 millones de personas.")]
    [InlineData("quinientos un millones", "501 millones.")]
    [InlineData("mil un votos", "1,001 votos.")]
    [InlineData("veintidos", "22.")]
    [InlineData("dos mil quinientos", "2,500.")]
    public void Numbers(string spoken, string written) => Assert.Equal(written, Said.Written(spoken, "es-US"));

    [Theory]
    [InlineData("un momento por favor", "Un momento, por favor.")]
    [InlineData("tengo dos", "Tengo dos.")]
    [InlineData("mil gracias", "Mil gracias.")]
    [InlineData("uno o dos", "Uno o dos.")]
    [InlineData("una vez", "Una vez.")]
    public void Small_numbers_and_thanks_stay_words(string spoken, string written) => Assert.Equal(written, Said.Written(spoken, "es-US"));

    [Theory]
    [InlineData("cuatro uno uno uno", "4111.")]
    [InlineData("doble cuatro siete", "447.")]
    [InlineData("cuarenta y uno once", "4111.")]
    [InlineData("mi código es cero siete uno nueve", "Mi código es 0719.")]
    public void Numbers_in_a_row(string spoken, string written) => Assert.Equal(written, Said.Written(spoken, "es-US"));

    [Theory]
    [InlineData("setenta dólares", "$70.")]
    [InlineData("veinte dólares con cincuenta", "$20.50.")]
    [InlineData("veinte dólares y cincuenta centavos", "$20.50.")]
    [InlineData("dos millones de dólares", "$2 millones.")]
    [InlineData("un dólar", "$1.")]
    [InlineData("cinco por ciento", "5%.")]
    [InlineData("cien por ciento", "100%.")]
    [InlineData("veinte pesos", "20 pesos.")]
    public void Money_and_percent(string spoken, string written) => Assert.Equal(written, Said.Written(spoken, "es-US"));

    [Theory]
    [InlineData("tres de marzo de dos mil veintiséis", "3 de marzo de 2026.")]
    [InlineData("el veintiuno de mayo", "El 21 de mayo.")]
    [InlineData("el primero de mayo", "El primero de mayo.")]
    [InlineData("cinco de abril de mil novecientos ochenta y cuatro", "5 de abril de 1984.")]
    [InlineData("vence en marzo de dos mil veintiocho", "Vence en marzo de 2028.")]
    [InlineData("nací en mil novecientos ochenta", "Nací en 1980.")]
    [InlineData("dos de ellos", "Dos de ellos.")]
    public void Dates(string spoken, string written) => Assert.Equal(written, Said.Written(spoken, "es-US"));

    [Theory]
    [InlineData("cinco cinco cinco uno dos tres cuatro cinco seis siete", "555-123-4567.")]
    [InlineData("uno ochocientos cinco cinco cinco cero uno nueve nueve", "1-800-555-0199.")]
    [InlineData("llámeme al cinco cinco cinco uno dos tres cuatro", "Llámeme al 555-1234.")]
    [InlineData("mi cuenta es cinco cinco cinco uno dos tres cuatro cinco seis siete", "Mi cuenta es 5551234567.")]
    public void Telephone_numbers(string spoken, string written) => Assert.Equal(written, Said.Written(spoken, "es-US"));

    [Theory]
    [InlineData("vivo en estados unidos", "Vivo en Estados Unidos.")]
    [InlineData("cómo se llama", "Cómo se llama?")]
    [InlineData("sí señor", "Sí, señor.")]
    [InlineData("sí por favor", "Sí, por favor.")]
    [InlineData("el señor no está", "El señor no está.")]
    [InlineData("opción dos", "Opción 2.")]
    public void Capitals_and_marks(string spoken, string written) => Assert.Equal(written, Said.Written(spoken, "es-US"));
}
