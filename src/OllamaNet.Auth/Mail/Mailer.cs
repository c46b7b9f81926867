using System.Net;
using System.Net.Mail;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OllamaNet.Auth.Mail;

/// <summary>Sends mail through the server of the settings; says once at start when there is none.</summary>
internal sealed class Mailer(IOptions<MailOptions> options, ILogger<Mailer> logger) : IHostedService
{
    public bool IsConfigured => options.Value.Host is not null;

    /// <summary>An address of the web UI. What follows <c>#</c> reaches no server: not its log, not the next page.</summary>
    public string LinkTo(string page, string? token = null) => $"{options.Value.WebAddress!.ToString().TrimEnd('/')}/{page}{(token is null ? "" : "#")}{token}";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!IsConfigured) logger.NoMailServer();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <returns>False when the server could not be reached or refused; the log says why.</returns>
    public async Task<bool> SendAsync(Guid userId, string to, string subject, string text, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        using var client = new SmtpClient(settings.Host!, settings.Port) { EnableSsl = settings.StartTls, DeliveryFormat = SmtpDeliveryFormat.International };
        if (settings.User is { } user) client.Credentials = new NetworkCredential(user, settings.Password);
        using var message = new MailMessage(settings.From!, to, subject, text) { SubjectEncoding = Encoding.UTF8, BodyEncoding = Encoding.UTF8 };
        message.Headers.Add("Auto-Submitted", "auto-generated");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(settings.Seconds));
        try
        {
            await client.SendMailAsync(message, patience.Token);
            logger.MailSent(userId);
            return true;
        }
        catch (Exception exception) when (exception is SmtpException or FormatException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            logger.MailNotSent(userId, exception.GetType().Name, exception.InnerException?.GetType().Name);
            return false;
        }
    }
}
