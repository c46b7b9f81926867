using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OllamaNet.Auth.Users;

namespace OllamaNet.Auth.Registration;

/// <summary>Makes the administrator that the settings name, once, so that an installation needs nobody at the keyboard.</summary>
internal sealed class AdministratorSetup(IServiceScopeFactory scopes, SetupCode setupCode, IOptions<AuthOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Administrator is not { } administrator || await setupCode.AdministratorExistsAsync(cancellationToken)) return;

        var userName = Need(administrator.UserName, new UserNameAttribute(), nameof(administrator.UserName));
        var email = Need(administrator.Email, new EmailAttribute(), nameof(administrator.Email));
        var password = administrator.PasswordFile is { } path ? (await File.ReadAllTextAsync(path, cancellationToken)).TrimEnd('\r', '\n') : administrator.Password ?? "";
        await using var scope = scopes.CreateAsyncScope();
        var (account, _, result) = await scope.ServiceProvider.GetRequiredService<Registrar>()
            .RegisterAsync(userName, email, password, new(AsAdministrator: true), visitor: null, cancellationToken);
        if (account is null) throw new InvalidOperationException($"The administrator of the settings cannot be made. {string.Join(' ', result.Errors.Select(e => e.Description))}");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Need(string? value, ValidationAttribute rule, string name) => !string.IsNullOrEmpty(value) && rule.IsValid(value)
        ? value
        : throw new InvalidOperationException($"{AuthOptions.Section}:{nameof(AuthOptions.Administrator)}:{name}: {rule.FormatErrorMessage(name)}");
}
