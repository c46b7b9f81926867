using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Auth;

internal sealed class AuthOptions
{
    public const string Section = "Auth";

    /// <summary>Whether anyone may register: <c>open</c> or <c>closed</c>. The first administrator can always be made.</summary>
    public RegistrationMode Registration { get; init; } = RegistrationMode.Open;

    /// <summary>How long a session lasts without being used.</summary>
    [Range(typeof(TimeSpan), "00:15:00", "365.00:00:00")] public TimeSpan SessionIdle { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a session lasts at most, used or not.</summary>
    [Range(typeof(TimeSpan), "00:15:00", "3650.00:00:00")] public TimeSpan SessionMaximum { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How many API keys one user may have.</summary>
    [Range(0, 10_000)] public int KeysPerUser { get; init; } = 100;

    /// <summary>The administrator that is made at start while there is none.</summary>
    public AdministratorOptions? Administrator { get; init; }
}

internal enum RegistrationMode { Open, Closed }

internal sealed class AdministratorOptions
{
    /// <summary>Name to log in with.</summary>
    public string? UserName { get; init; }

    /// <summary>E-mail address to log in with.</summary>
    public string? Email { get; init; }

    /// <summary>The password. <see cref="PasswordFile"/> keeps it out of settings and process lists.</summary>
    public string? Password { get; init; }

    /// <summary>A file that holds the password and nothing else.</summary>
    public string? PasswordFile { get; init; }
}
