using Microsoft.Extensions.Options;
using OllamaNet.Auth.Mail;
using OllamaNet.Auth.Registration;
using OllamaNet.Auth.Users;

namespace OllamaNet.Auth.Login;

/// <summary>Whether people have to prove their address. Where no mail is sent nobody can; administrators never have to, so that a mail server that fails locks nobody out for good.</summary>
internal sealed class EmailVerification(IOptionsMonitor<AuthOptions> options, Mailer mailer)
{
    public bool IsOffered => mailer.IsConfigured && (options.CurrentValue.EmailVerification != EmailVerificationMode.Off || IsNeeded);

    /// <summary>Registering by domain needs it too: an address that nobody proved says nothing about where somebody belongs.</summary>
    public bool IsNeeded => mailer.IsConfigured && (options.CurrentValue.EmailVerification == EmailVerificationMode.Required || options.CurrentValue.Registration == RegistrationMode.Domain);

    public bool IsMissing(Account account) => IsNeeded && !account.EmailConfirmed && !account.IsAdministrator;
}
