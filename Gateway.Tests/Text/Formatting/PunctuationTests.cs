namespace Gateway.Tests.Text.Formatting;

public sealed class PunctuationTests
{
    [Theory]
    [InlineData("what is your name", "What is your name?")]
    [InlineData("can you help me", "Can you help me?")]
    [InlineData("is that right", "Is that right?")]
    [InlineData("may i help you", "May I help you?")]
    [InlineData("so what do you need", "So what do you need?")]
    [InlineData("it is late isn't it", "It is late isn't it?")]
    [InlineData("okay is that correct", "Okay is that correct?")]
    [InlineData("hello who is this", "Hello who is this?")]
    [InlineData("good morning how are you", "Good morning how are you?")]
    [InlineData("do you have it", "Do you have it?")]
    [InlineData("when will it arrive", "When will it arrive?")]
    [InlineData("how much is it", "How much is it?")]
    [InlineData("your name is what is that okay", "Your name is what is that okay?")]
    public void Questions_end_with_their_mark(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("have a nice day", "Have a nice day.")]
    [InlineData("when i called nobody answered", "When I called nobody answered.")]
    [InlineData("what i need is help", "What I need is help.")]
    [InlineData("don't call me", "Don't call me.")]
    [InlineData("will do", "Will do.")]
    [InlineData("do it now", "Do it now.")]
    [InlineData("could be", "Could be.")]
    [InlineData("that's right", "That's right.")]
    public void What_begins_like_a_question_but_is_none(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("yes sir i do", "Yes, sir, I do.")]
    [InlineData("no i did not", "No, I did not.")]
    [InlineData("yes please", "Yes, please.")]
    [InlineData("no thank you", "No, thank you.")]
    [InlineData("okay i see", "Okay, I see.")]
    [InlineData("no problem", "No problem.")]
    [InlineData("no one called", "No one called.")]
    public void Answers_are_followed_by_a_comma(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("thank you sir", "Thank you, sir.")]
    [InlineData("dear sir", "Dear sir.")]
    [InlineData("sir can i call you back", "Sir, can I call you back?")]
    [InlineData("no ma'am it is not", "No, ma'am, it is not.")]
    [InlineData("the sir over there", "The sir over there.")]
    public void Whoever_is_addressed_stands_between_commas(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("monday tuesday and friday", "Monday, Tuesday and Friday.")]
    [InlineData("monday march third at two fifteen p m", "Monday, March 3 at 2:15 PM.")]
    [InlineData("france germany and spain", "France, Germany and Spain.")]
    public void Lists_of_names_have_commas(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));

    [Theory]
    [InlineData("one moment please", "One moment, please.")]
    [InlineData("hold the line please", "Hold the line, please.")]
    [InlineData("please hold", "Please hold.")]
    [InlineData("please", "Please.")]
    public void Please_at_the_end_follows_a_comma(string spoken, string written) => Assert.Equal(written, Said.Written(spoken));
}
