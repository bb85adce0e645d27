namespace Gateway.Benchmarks.Speech;

/// <summary>
/// What customers and agents say in the mixed calls: from single words to long sentences, in the words of contact centres. Without numbers, because those are written and masked in ways of
/// their own, which would count as errors of recognition.
/// </summary>
internal static class Sentences
{
    public static readonly string[] OfCustomers =
    [
        "yes please",
        "no thank you",
        "that is right",
        "okay that sounds good",
        "hello can you hear me",
        "I would like to cancel my order",
        "my internet connection is very slow today",
        "can you tell me when it will be delivered",
        "I have been waiting for a long time",
        "the package that you sent me was damaged",
        "I never received the bill for last month",
        "could you please check my account again",
        "I want to speak to your manager about this",
        "we moved to a new house and I need to change my address",
        "the television in the living room does not get any picture since this morning",
        "I would like to know why my bill is so much higher than it was before",
        "my daughter bought a new phone last week and now she cannot make any calls with it",
        "I tried to turn it off and on again but the light on the front is still red",
        "last time somebody told me that I would get the money back but nothing has happened since then",
        "I have called about the same problem before and the person I talked to said that somebody would come to the house and look at it",
        "that would be great",
        "I do not remember the name of the person",
        "we have the basic package with the sports channels",
        "well I think it was some time in the summer",
        "is there anything that you can do about the price because another company made me a much better offer",
        "thank you very much for your help",
    ];

    public static readonly string[] OfAgents =
    [
        "yes",
        "of course",
        "one moment please",
        "thank you for waiting",
        "how can I help you today",
        "I am sorry to hear that",
        "let me look at your account",
        "could you tell me your full name please",
        "I can see that in the system now",
        "is there anything else that I can do for you",
        "let me see what I can do about the price",
        "I will send somebody to your house tomorrow morning",
        "please turn the box off and wait for a moment before you turn it on again",
        "I understand that this is not what you wanted to hear today",
        "your order left our building this morning and it will be with you in the afternoon",
        "we can give you the same package for less money if you stay with us for another year",
        "I have made a note of this in your account so that you do not have to explain it again",
        "the people in the other department will look at the problem and they will call you back as soon as they know what happened",
        "before I can make any changes I have to ask you a few questions so that I know that I am talking to the right person",
        "thank you for calling and have a nice day",
        "that is no problem at all",
        "would you like me to send you a letter about that",
        "it looks like the payment was made on the wrong account",
        "please hold the line while I talk to my manager",
        "good morning and welcome to customer service",
        "you will get a message from us when the work is done and then you can use the service again",
    ];
}
