using System.Collections.Frozen;

namespace Gateway.Media.Text.Redaction;

/// <summary>What is known of single words, in English and Spanish at once: callers mix them.</summary>
internal static class Lexicon
{
    private static readonly (WordTraits Traits, int Digits, string Words)[] Groups =
    [
        (WordTraits.Number, 1, "zero two three four five six seven eight nine niner nil naught nought aught"),
        (WordTraits.Number | WordTraits.Pronoun, 1, "one"),
        (WordTraits.Number, 1, "double"),
        (WordTraits.Number, 2, "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen triple treble hundred"),
        (WordTraits.Number | WordTraits.Tens, 2, "twenty thirty forty fourty fifty sixty seventy eighty ninety"),
        (WordTraits.Number | WordTraits.Scale, 3, "thousand"),
        (WordTraits.Number | WordTraits.Scale, 6, "million millones millón"),
        (WordTraits.Number | WordTraits.Scale, 9, "billion"),
        (WordTraits.SoundAlike, 1, "oh o to too for fore won ate"),
        (WordTraits.Number, 1, "cero dos tres cuatro cinco seis siete ocho nueve doble"),
        (WordTraits.Number | WordTraits.Pronoun, 1, "uno"),
        (WordTraits.SoundAlike | WordTraits.Pronoun, 1, "una un"),
        (WordTraits.SoundAlike, 2, "once"),
        (WordTraits.Number, 2, "diez doce trece catorce quince dieciséis dieciseis diecisiete dieciocho diecinueve triple cien ciento"),
        (WordTraits.Number, 2, "veintiuno veintiún veintiun veintiuna veintidós veintidos veintitrés veintitres veinticuatro veinticinco veintiséis veintiseis veintisiete veintiocho veintinueve"),
        (WordTraits.Number | WordTraits.Tens, 2, "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"),
        (WordTraits.Number, 3, "mil doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"),
        (WordTraits.Filler, 0, "uh uhh uhm um umm er erm ah hmm hm mm mhm like you know so okay ok and then dash hyphen space that's thats dot point comma slash period yes yeah yep right now next again"
            + " let me see after followed by plus well alright all hold on second group first last part continuing continue go ahead it's is it oh o a the with also finally got pound star hash key that think believe please thanks thank correct exactly sir ma'am gracias favor"
            + " eh este pues entonces guión guion espacio coma punto y luego después despues sí si bueno vale o sea es son el la los"),
        (WordTraits.Correction, 0, "no sorry not wait actually mean i correction scratch oops make strike rather instead pardon excuse perdón perdon digo corrección correccion espere espera mejor dicho"),
        (WordTraits.Money, 0, "dollar dollars buck bucks cent cents percent percentage euro euros pounds peso pesos grand dólar dólares dolar dolares centavo centavos ciento"),
        (WordTraits.Counted, 0, "of am pm a.m p.m o'clock moment moments second seconds sec minute minutes min hour hours day days week weeks month months year years night nights morning afternoon"
            + " time times more other others another people person persons items item tickets ticket bags bag cards card kids adults guests rooms points miles mile degrees feet inches"
            + " lines line copies orders order units boxes box pieces pairs users licenses seats calls digit digits number numbers letters characters stars percent business working"
            + " years-old old ago thing things question questions way option options different separate new accounts account phones devices gigabytes megabytes gigs megs"
            + " dozen bedroom bathroom person's pounds ounces kilos gallons pack packs dozens"
            + " momento minuto minutos segundo segundos hora horas día días dia dias semana semanas mes meses año años vez veces personas boletos cosas cosa dígitos digitos números numeros"),
        (WordTraits.Street, 0, "street st avenue ave road rd drive dr lane ln boulevard blvd court ct way place pl circle parkway pkwy highway hwy terrace square trail alley plaza"),
        (WordTraits.Month, 0, "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec"
            + " enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
        (WordTraits.BeforeYear, 0, "in since year until till by before after during late early from through between spring summer fall autumn winter of back class desde año hasta en"),
        (WordTraits.Linking, 0, "is was it's its it are my your our the a an number numbers code no of for at on to in us me them back that's would be will that and so uh um okay ok yeah sure"
            + " here here's i'm mine think believe number's ending ends end ended starting starts start begins beginning digits digit four last first from al el la es mi su número numero son está con termina que de"),
        (WordTraits.Verb, 0, "is was it's that's for as are es"),
        (WordTraits.Range, 0, "to or and through till until a o"),
        (WordTraits.Conjunction, 0, "or and y o"),
        (WordTraits.NoPassword, 0, "not wrong incorrect expired locked case too the a an still being invalid never no so what reset required needed correct right working fine okay ok supposed"
            + " going secure safe strong weak long short changed different on in at for to from something always only just very really pretty my your it i you we they and but or because if"
            + " that this there please thanks thank was is are were be been one sent set must should has have good bad blank empty hidden secret saved stored used same also now"),
        (WordTraits.Profane, 0, "damn damned goddamn goddamned dammit goddammit hell shit shitty bullshit shits fuck fucks fucked fucking fucker motherfucker motherfucking bitch bitches bastard bastards"
            + " ass asshole assholes crap crappy dick dickhead piss pissed cunt whore slut prick cock bollocks bloody wanker"
            + " mierda puta puto pendejo pendeja cabrón cabron joder coño carajo chingada chingado pinche"),
    ];

    private static readonly Dictionary<string, sbyte> Values = Valued(
        "zero one two three four five six seven eight nine", "cero uno dos tres cuatro cinco seis siete ocho nueve", "oh", "o");

    private static readonly FrozenDictionary<string, LexiconEntry> Entries = Build();

    private static readonly FrozenDictionary<string, LexiconEntry>.AlternateLookup<ReadOnlySpan<char>> Lookup = Entries.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What is known of a word; nothing of most.</summary>
    public static LexiconEntry Find(ReadOnlySpan<char> word)
    {
        if (Lookup.TryGetValue(word, out var entry))
            return entry;
        // "Sixes", "fours", "two's" and "twenties" are the digits they name.
        if (word.Length > 3 && (word[^1] | 0x20) == 's')
        {
            var stem = word.EndsWith("'s", StringComparison.OrdinalIgnoreCase) ? word[..^2] : word[..^1];
            if (Lookup.TryGetValue(stem, out entry) && entry.Traits.HasFlag(WordTraits.Number))
                return entry;
            if (stem.Length < word.Length - 1 && Lookup.TryGetValue(stem, out entry) && entry.Traits.HasFlag(WordTraits.Label))
                return entry;
            if (Lookup.TryGetValue(word[..^2], out entry) && entry.Traits.HasFlag(WordTraits.Number))
                return entry;
        }

        return new LexiconEntry(WordTraits.None, 0, -1);
    }

    private static FrozenDictionary<string, LexiconEntry> Build()
    {
        var entries = new Dictionary<string, LexiconEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var (traits, digits, words) in Groups)
        {
            foreach (var word in words.Split(' '))
                Add(word, traits, digits);
        }

        foreach (var word in LabelPhrases.FirstWords)
            Add(word, WordTraits.Label, 0);
        return entries.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

        void Add(string word, WordTraits traits, int digits)
        {
            var known = entries.GetValueOrDefault(word, new LexiconEntry(WordTraits.None, 0, Values.GetValueOrDefault(word, (sbyte)-1)));
            entries[word] = known with { Traits = known.Traits | traits, Digits = Math.Max(known.Digits, digits) };
        }
    }

    private static Dictionary<string, sbyte> Valued(params string[] lists)
    {
        var values = new Dictionary<string, sbyte>(StringComparer.OrdinalIgnoreCase);
        foreach (var list in lists)
        {
            var words = list.Split(' ');
            for (var value = 0; value < words.Length; value++)
                values[words[value]] = (sbyte)value;
        }

        return values;
    }
}

/// <summary>One word of the lexicon.</summary>
/// <param name="Traits">What it can do.</param>
/// <param name="Digits">How many digits it stands for.</param>
/// <param name="Value">Its value when it is a single digit; -1 otherwise.</param>
internal readonly record struct LexiconEntry(WordTraits Traits, int Digits, sbyte Value);
