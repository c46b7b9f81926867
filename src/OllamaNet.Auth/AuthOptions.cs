using System.ComponentModel.DataAnnotations;

namespace OllamaNet.Auth;

internal sealed class AuthOptions
{
    public const string Section = "Auth";

    /// <summary>Who may register: <c>open</c> (anyone), <c>invitation</c> (who was invited), <c>domain</c> (addresses of the domains below) or <c>closed</c>. The first administrator can always be made.</summary>
    public RegistrationMode Registration { get; init; } = RegistrationMode.Open;

    /// <summary>Domains whose addresses may register with <c>domain</c>, separated by commas, such as <c>example.org, example.com</c>. Domains below them are others.</summary>
    [MaxLength(1000), RegularExpression(@"\s*[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(\s*,\s*[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)*\s*", MatchTimeoutInMilliseconds = 100)]
    public string? RegistrationDomains { get; init; }

    /// <summary>Whether an administrator has to approve who registers without an invitation.</summary>
    public bool RegistrationApproval { get; init; }

    /// <summary>Whether people prove their e-mail address by a link: <c>off</c>, <c>optional</c>, or <c>required</c> to log in. Without a mail server it is off; administrators never have to.</summary>
    public EmailVerificationMode EmailVerification { get; init; }

    /// <summary>How long a session lasts without being used.</summary>
    [Range(typeof(TimeSpan), "00:15:00", "365.00:00:00")] public TimeSpan SessionIdle { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a session lasts at most, used or not.</summary>
    [Range(typeof(TimeSpan), "00:15:00", "3650.00:00:00")] public TimeSpan SessionMaximum { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How many API keys one user may have.</summary>
    [Range(0, 10_000)] public int KeysPerUser { get; init; } = 100;

    /// <summary>The administrator that is made at start while there is none.</summary>
    public AdministratorOptions? Administrator { get; init; }
}

/// <summary>Who may register.</summary>
public enum RegistrationMode { Open, Closed, Invitation, Domain }

internal enum EmailVerificationMode { Off, Optional, Required }

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
