using System.ComponentModel.DataAnnotations;
using OllamaNet.Auth.Users;

namespace OllamaNet.Auth.Mail;

internal sealed class MailOptions : IValidatableObject
{
    public const string Section = "Mail";

    /// <summary>Mail server (SMTP). Left out, no mail is sent: administrators make links for who forgot the password.</summary>
    public string? Host { get; init; }

    /// <summary>Its port. TLS from the first byte (port 465) is not supported.</summary>
    [Range(1, 65535)] public int Port { get; init; } = 587;

    /// <summary>Whether the connection is encrypted (STARTTLS) before anything is said. Without it mail crosses the network in the clear.</summary>
    public bool StartTls { get; init; } = true;

    /// <summary>Name to log in with; left out, nobody logs in.</summary>
    public string? User { get; init; }

    /// <summary>Its password.</summary>
    public string? Password { get; init; }

    /// <summary>Address that mail comes from, such as <c>chat@example.org</c>.</summary>
    [Email] public string? From { get; init; }

    /// <summary>Where people open the web UI, such as <c>https://chat.example.org</c>: the links in mails lead there, whatever a request says.</summary>
    public Uri? WebAddress { get; init; }

    /// <summary>Seconds a mail may take.</summary>
    [Range(1, 300)] public int Seconds { get; init; } = 30;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Host is null) yield break;
        if (From is null) yield return new($"{Section}:{nameof(From)} is needed to send mail.", [nameof(From)]);
        if (WebAddress is not { IsAbsoluteUri: true, Scheme: "http" or "https" }) yield return new($"{Section}:{nameof(WebAddress)} is needed to send mail: an address with http or https.", [nameof(WebAddress)]);
    }
}
