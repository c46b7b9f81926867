using System.Net.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace OllamaNet.Auth.Mail;

/// <summary>Whether the mail server takes connections.</summary>
internal sealed class MailHealth(IOptionsMonitor<MailOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (options.CurrentValue is not { Host: { } host, Port: var port }) return HealthCheckResult.Healthy("No mail server is set: whoever forgets a password gets a link from an administrator.");
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return HealthCheckResult.Degraded("The mail server does not answer: links to new passwords do not arrive.");
        }
    }
}
