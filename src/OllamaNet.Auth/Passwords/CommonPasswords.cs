using System.Collections.Frozen;

namespace OllamaNet.Auth.Passwords;

/// <summary>
/// Passwords found most often in leaks, with the decorations that people add to make them long enough. <c>common-passwords.txt</c> holds one a line
/// in lower case; where it comes from stands beside it.
/// </summary>
internal static class CommonPasswords
{
    private const int MaxDecoration = 6;
    private static readonly Lazy<FrozenSet<string>> Known = new(Read);

    public static bool Contains(string password)
    {
        var plain = password.ToLowerInvariant();
        if (IsKnown(plain) || IsKnown(Unleet(plain))) return true;

        // "sunshine2024!" and "!!password!!" are the common word still.
        var word = plain.Trim([.. plain.Where(c => !char.IsLetter(c))]);
        return plain.Length - word.Length <= MaxDecoration && (IsKnown(word) || IsKnown(Unleet(word).Trim('!')));
    }

    /// <summary>The word itself, or the same known word twice or more.</summary>
    private static bool IsKnown(string word)
    {
        if (Known.Value.Contains(word)) return true;
        for (var times = 2; times <= word.Length / 4; times++)
        {
            var length = word.Length / times;
            if (word.Length % times == 0 && string.Concat(Enumerable.Repeat(word[..length], times)) == word && Known.Value.Contains(word[..length])) return true;
        }

        return false;
    }

    private static string Unleet(string word) => string.Create(word.Length, word, static (span, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            span[i] = source[i] switch { '0' => 'o', '1' => 'i', '3' => 'e', '4' => 'a', '5' => 's', '7' => 't', '@' => 'a', '$' => 's', var c => c };
        }
    });

    private static FrozenSet<string> Read()
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
