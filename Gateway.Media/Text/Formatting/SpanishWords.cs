namespace Gateway.Media.Text.Formatting;

/// <summary>The words of American Spanish that formatting knows. Spellings without accents are understood, too.</summary>
internal static class SpanishWords
{
    public static Lexicon Lexicon { get; } = new Lexicon()
        .Count(NumberPart.Digit, 0, "cero uno dos tres cuatro cinco seis siete ocho nueve")
        .Count(NumberPart.Article, 1, "un")
        .Count(NumberPart.Teen, 10, "diez once doce trece catorce quince diecis\u00e9is/dieciseis diecisiete dieciocho diecinueve")
        .Count(NumberPart.Ten, 20, "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa", 10)
        .Count(NumberPart.Teen, 21, "veintiuno/veinti\u00fan/veintiun/veintiuna veintid\u00f3s/veintidos veintitr\u00e9s/veintitres veinticuatro veinticinco "
            + "veintis\u00e9is/veintiseis veintisiete veintiocho veintinueve")
        .Count(NumberPart.Hundreds, 100, "cien/ciento doscientos/doscientas trescientos/trescientas cuatrocientos/cuatrocientas quinientos/quinientas "
            + "seiscientos/seiscientas setecientos/setecientas ochocientos/ochocientas novecientos/novecientas", 100)
        .Count(NumberPart.Hundred, 100, "cientos")
        .Count(NumberPart.Scale, 1_000, "mil")
        .Count(NumberPart.Scale, 1_000_000, "mill\u00f3n/millon/millones")
        .Count(NumberPart.Multiple, 2, "doble triple")
        .Give(Roles.Month, "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre")
        .Name(Roles.Place, "M\u00e9xico Mexico Espa\u00f1a Colombia Argentina Per\u00fa Venezuela Chile Ecuador Guatemala Cuba Bolivia Honduras Paraguay Nicaragua Uruguay "
            + "Panam\u00e1 Puerto_Rico Costa_Rica El_Salvador Estados_Unidos Rep\u00fablica_Dominicana Canad\u00e1 Brasil Francia Alemania Italia Inglaterra China Jap\u00f3n "
            + "Florida Texas California Arizona Nevada Colorado Nueva_York Nueva_Jersey Nuevo_M\u00e9xico Illinois Georgia Washington Oreg\u00f3n Utah")
        .Give(Roles.Label, "pin c\u00f3digo codigo extensi\u00f3n extension habitaci\u00f3n puerta n\u00famero numero opci\u00f3n opcion l\u00ednea linea cap\u00edtulo apartamento suite versi\u00f3n "
            + "piso cuarto secci\u00f3n canal paso p\u00e1gina")
        .Give(Roles.TelephoneCue, "tel\u00e9fono telefono celular m\u00f3vil movil llamar llame ll\u00e1meme llamarme marque marcar fax llamada \u00e1rea")
        .Give(Roles.OtherNumber, "tarjeta cuenta social orden pedido pin c\u00f3digo codigo confirmaci\u00f3n rastreo p\u00f3liza miembro referencia factura caso ruta serie licencia "
            + "seguro seguridad identificaci\u00f3n pasaporte postal contrase\u00f1a clave")
        .Give(Roles.Currency, "d\u00f3lar d\u00f3lares dolar dolares", "$")
        .Give(Roles.Currency, "euro euros", "\u20ac")
        .Give(Roles.Currency, "libras", "\u00a3")
        .Give(Roles.Cents, "centavo centavos c\u00e9ntimos")
        .Give(Roles.Point, "punto coma")
        .Give(Roles.And, "y con")
        .Give(Roles.Asks, "qui\u00e9n qui\u00e9nes qu\u00e9 cu\u00e1l cu\u00e1les cu\u00e1ndo d\u00f3nde c\u00f3mo cu\u00e1nto cu\u00e1nta cu\u00e1ntos cu\u00e1ntas")
        .Give(Roles.Opener, "y pero bueno hola s\u00ed no gracias perd\u00f3n disculpe entonces pues a de en con para desde por")
        .Give(Roles.Answer, "s\u00ed")
        .Give(Roles.Vocative, "se\u00f1or se\u00f1ora se\u00f1orita")
        .Give(Roles.Determiner, "el la los las al del un una mi su este esta ese esa estimado estimada")
        .Give(Roles.Subject, "yo usted \u00e9l ella nosotros ustedes ellos mi su el la los las un una me le se lo por")
        .Give(Roles.Counted, "momento momentito segundo segundos minuto minutos m\u00e1s vez veces")
        .Give(Roles.Thanks, "gracias veces perdones disculpas");
}
