using System.Globalization;

namespace OllamaNet.Inference.Embedded.Grammar;

/// <summary>Writes the whole numbers from one to another as alternatives of digits.</summary>
internal static class IntegerRange
{
    /// <summary>15 digits: every reader of JSON takes them without loss.</summary>
    public const long Largest = 999_999_999_999_999;

    /// <summary>The largest bound that is read; what lies beyond <see cref="Largest"/> is never written.</summary>
    public const long Safe = 1L << 53;

    public static string Between(long least, long most)
    {
        least = Math.Max(least, -Largest);
        most = Math.Min(most, Largest);
        var alternatives = new List<string>();
        if (least < 0) alternatives.Add($"\"-\" ({string.Join(" | ", Positive(Math.Max(1, -most), -least))})");
        if (most >= 0) alternatives.AddRange(Positive(Math.Max(0, least), most));
        return string.Join(" | ", alternatives);
    }

    private static IEnumerable<string> Positive(long least, long most)
    {
        while (least <= most)
        {
            // As far as numbers of one length go.
            var digits = least.ToString(CultureInfo.InvariantCulture);
            var end = Math.Min(most, least == 0 ? 9 : Power(digits.Length) - 1);
            foreach (var alternative in SameLength(digits, end.ToString(CultureInfo.InvariantCulture))) yield return alternative;
            least = end + 1;
        }
    }

    /// <summary>Both bounds have the same number of digits.</summary>
    private static IEnumerable<string> SameLength(string least, string most)
    {
        if (least.Length == 0) return [""];
        if (least.Trim('0').Length == 0 && most.Trim('9').Length == 0) return [$"[0-9]{{{least.Length}}}"];
        if (least[0] == most[0]) return SameLength(least[1..], most[1..]).Select(rest => $"\"{least[0]}\" {rest}");

        var rest = least.Length - 1;
        var (first, last) = (least[0], most[0]);
        IEnumerable<string> alternatives = [];
        if (least.AsSpan(1).ContainsAnyExcept('0')) alternatives = SameLength(least[1..], new string('9', rest)).Select(r => $"\"{least[0]}\" {r}").ToList();
        else first--;
        var lastIsWhole = !most.AsSpan(1).ContainsAnyExcept('9');
        if (lastIsWhole) last++;
        if (first + 1 < last) alternatives = alternatives.Append($"[{(char)(first + 1)}-{(char)(last - 1)}] {(rest > 0 ? $"[0-9]{{{rest}}}" : "")}");
        return lastIsWhole ? alternatives : alternatives.Concat(SameLength(new string('0', rest), most[1..]).Select(r => $"\"{most[0]}\" {r}"));
    }

    private static long Power(int exponent) => (long)Math.Pow(10, exponent);
}
