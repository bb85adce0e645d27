using System.Buffers;

namespace Gateway.Core;

internal static class Hexadecimal
{
    public static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdefABCDEF");
}
