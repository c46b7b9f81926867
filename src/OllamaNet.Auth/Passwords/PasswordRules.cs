using Microsoft.AspNetCore.Identity;
using OllamaNet.Auth.Users;

namespace OllamaNet.Auth.Passwords;

/// <summary>NIST SP 800-63B: long enough, and not what an attacker tries first. No rules on kinds of characters, and no expiry.</summary>
internal sealed class PasswordRules : IPasswordValidator<User>
{
    public const int MinLength = 12, MaxLength = 256;
    private const int MinOwnLength = 8;
    private const string Product = "ollamanet";

    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password) =>
        Task.FromResult(Fault(password ?? "", user.UserName, user.Email) is { } fault
            ? IdentityResult.Failed(new IdentityError { Code = "Password", Description = fault })
            : IdentityResult.Success);

    /// <summary>What is wrong with it, in words for its owner; null when it will do.</summary>
    public static string? Fault(string password, string? userName, string? email)
    {
        // A character is what a person counts as one, not a half of a pair.
        if (password.EnumerateRunes().Count() < MinLength) return $"The password needs at least {MinLength} characters. Several words in a row are easy to remember.";
        if (password.Length > MaxLength) return $"The password is longer than {MaxLength} characters.";
        if (CommonPasswords.Contains(password)) return "This password is among those that attackers try first. Choose another, such as several words in a row.";
        if (IsPattern(password)) return "This password repeats or counts. Choose another, such as several words in a row.";
        return IsMostly(password, [userName, email, email?.Split('@')[0], Product])
            ? "This password is little more than your name, your address or the name of this product. Choose another, such as several words in a row."
            : null;
    }

    /// <summary>One short piece again and again, or characters that count up or down.</summary>
    private static bool IsPattern(string password)
    {
        for (var length = 1; length <= password.Length / 3 && length <= 6; length++)
        {
            var piece = length;
            if (Enumerable.Range(length, password.Length - length).All(i => password[i] == password[i - piece])) return true;
        }

        var steps = password.Zip(password.Skip(1), (a, b) => b - a).ToList();
        return steps.Count(s => s is 1 or -1 or 0 or 9 or -9) >= steps.Count - 1;
    }

    private static bool IsMostly(string password, IEnumerable<string?> words)
    {
        var own = password;
        foreach (var word in words.OfType<string>().Where(w => w.Length >= 3).OrderByDescending(w => w.Length))
            own = own.Replace(word, "", StringComparison.OrdinalIgnoreCase);
        return own.Length < password.Length && own.Length < MinOwnLength;
    }
}
