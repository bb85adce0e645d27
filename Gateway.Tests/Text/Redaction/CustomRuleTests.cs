using Gateway.Core;
using Gateway.Media.Text.Redaction;

namespace Gateway.Tests.Text.Redaction;

public sealed class CustomRuleTests
{
    [Fact]
    public void Letters_and_digits_of_a_match_are_masked() =>
        Assert.Equal("Policy ##-##### of 2019.", Talk.Alone("Policy HK-44719 of 2019.", With(("policy", @"\bhk-\d+\b", null))));

    [Fact]
    public void A_group_named_mask_is_all_that_is_masked() =>
        Assert.Equal("My locker is ###.", Talk.Alone("My locker is 777.", With(("locker", @"locker is (?<mask>\d+)", null))));

    [Fact]
    public void A_rule_may_be_for_one_role()
    {
        var talk = new Talk(With(("names", "miller", Participant.Customer)));

        Assert.Equal("Doctor ######.", talk.Customer("Doctor Miller."));
        Assert.Equal("Doctor Miller.", talk.Agent("Doctor Miller."));
    }

    [Fact]
    public void The_first_rule_that_masks_something_gives_its_name()
    {
        var talk = new Talk(With(("first", "locker 777", null), ("second", @"\d+", null)));

        var said = talk.Say(Participant.Customer, "Locker 777 and shelf 42.");

        Assert.Equal("###### ### and shelf ##.", said.Text);
        Assert.Equal(["first", "second"], said.Maskings.Select(masking => masking.Rule));
    }

    private static RedactionOptions With(params (string Name, string Pattern, Participant? Role)[] rules) =>
        new() { Rules = [.. rules.Select(rule => new CustomRuleOptions { Name = rule.Name, Pattern = rule.Pattern, Role = rule.Role })] };
}
