namespace Gateway.Tests.Text.Formatting;

public sealed class LetterTests
{
    [Theory]
    [InlineData("my p i n is four seven one nine", "My PIN is 4719.")]
    [InlineData("my p. i. n. is four seven one nine", "My PIN is 4719.")]
    [InlineData("my i d please", "My ID, please.")]
    [InlineData("the u s a is big", "The USA is big.")]
    [InlineData("i n g", "ING.")]
    [InlineData("is there a p i n", "Is there a PIN?")]
    [InlineData("my name is smith s m i t h", "My name is smith SMITH.")]
    [InlineData("a.m.", "AM.")]
    public void Letters_in_a_row_are_capitals(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("a b one two three", "AB123.")]
    [InlineData("flight b a two eighty four", "Flight BA284.")]
    [InlineData("gate b twelve", "Gate B12.")]
    [InlineData("apartment three b", "Apartment 3B.")]
    [InlineData("seat twelve a", "Seat 12A.")]
    [InlineData("x y z dash one two", "XYZ dash 12.")]
    [InlineData("a b double c one", "ABCC1.")]
    [InlineData("s s n two one nine", "SSN 219.")]
    [InlineData("i'm a triple a member", "I'm a triple a member.")]
    [InlineData("double u double u double u dot example dot com", "www.example.com.")]
    [InlineData("my code is q seven", "My code is Q7.")]
    [InlineData("unit five c please", "Unit 5C, please.")]
    public void Letters_and_digits_are_one_string(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("a as in alpha b for bravo c like charlie one two", "ABC12.")]
    [InlineData("c for charlie one nine", "C19.")]
    [InlineData("m n for november o for oscar", "MNO.")]
    [InlineData("x as in x ray nine b as in bravo", "X9B.")]
    [InlineData("m as in mary n as in nancy", "MN.")]
    [InlineData("d for boy one two", "D for boy 12.")]
    public void Examples_of_letters_are_the_letter(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("a package i need", "A package I need.")]
    [InlineData("plan b i think", "Plan B I think.")]
    [InlineData("i can see you", "I can see you.")]
    [InlineData("i'd like i'll and i've and i'm", "I'd like I'll and I've and I'm.")]
    [InlineData("twenty twelve a month", "2012 a month.")]
    [InlineData("i one two", "I 12.")]
    [InlineData("what a day i had", "What a day I had.")]
    [InlineData("plan b i like it", "Plan B I like it.")]
    [InlineData("i like ice", "I like ice.")]
    [InlineData("two a for any", "Two a for any.")]
    public void A_and_I_are_words(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("plan b is fine", "Plan B is fine.")]
    [InlineData("vitamin c two times", "Vitamin C two times.")]
    [InlineData("plan b one moment", "Plan B one moment.")]
    [InlineData("e mail me", "E mail me.")]
    public void A_letter_alone_is_a_capital(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));
}
