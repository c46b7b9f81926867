using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OllamaNet.Auth.Recovery;

/// <summary>
/// Looks accounts up and mails their links after the answer is given, so that its time tells nothing. What waits when the process ends is lost:
/// people ask again for a mail that does not come.
/// </summary>
internal sealed class MailQueue(IServiceScopeFactory scopes, ILogger<MailQueue> logger) : BackgroundService
{
    private const int Most = 1_000;
    private readonly Channel<Func<AccountLinks, CancellationToken, Task>> _waiting =
        Channel.CreateBounded<Func<AccountLinks, CancellationToken, Task>>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Add(Func<AccountLinks, CancellationToken, Task> mail) => _waiting.Writer.TryWrite(mail);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Parallel.ForEachAsync(_waiting.Reader.ReadAllAsync(stoppingToken), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stoppingToken }, async (mail, cancellationToken) =>
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await mail(scope.ServiceProvider.GetRequiredService<AccountLinks>(), cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                logger.MailNotMade(exception);
            }
        });
    }
}
