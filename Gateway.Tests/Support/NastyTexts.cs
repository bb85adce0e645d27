namespace Gateway.Tests.Support;

/// <summary>Texts on which careless writers and readers of files come to grief.</summary>
internal static class NastyTexts
{
    public static IReadOnlyList<string> All { get; } =
    [
        "He said \"good morning\", twice: \"\"",
        "a,b;c\td",
        "two\nlines, and\r\na third\rand a fourth",
        "\"",
        ",",
        "\r\n",
        "carriage\rreturn",
        " blanks before and after ",
        "=HYPERLINK(\"http://target.example.test\",\"a\")",
        "+1 555 0100",
        "-2+3",
        "@SUM(A1:A9)",
        "back\\slash \\n \\u0041 and 'apostrophe' <b>&amp;</b>",
        "control \u0001\u0002\u0008\u000b\u000c\u001b[31m\u007f\u0085 characters",
        "a NUL \0 in the middle",
        "\ufeffa byte order mark",
        "separators \u2028 and \u2029",
        "emoji 😀 👩‍👩‍👧 and 🇩🇪",
        "Ünïcödé, 中文, עברית, e\u0301",
        "\ufffe\uffff",
        "null",
        "{\"utterance\":\"x\"}",
        new string('x', 100_000) + "\"end\"",
    ];
}
