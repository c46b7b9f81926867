using Microsoft.EntityFrameworkCore;
using OllamaNet.Contracts.Auth;
using OllamaNet.Inference.Limits;
using OllamaNet.Platform.Messaging;

namespace OllamaNet.Inference.Data;

/// <summary>Forgets what a user chose and was allowed, and the answers that were stored for him. Usage stays: it names nobody, once nobody knows whose the id was.</summary>
internal sealed class DeletedUserConsumer(InferenceDb db) : IConsumer<UserDeleted>
{
    public async Task HandleAsync(UserDeleted integrationEvent, CancellationToken cancellationToken)
    {
        var (user, name) = (integrationEvent.UserId, integrationEvent.UserId.ToString());
        await db.UserSettings.Where(s => s.UserId == user).ExecuteDeleteAsync(cancellationToken);
        await db.LimitRules.Where(r => r.Subject == LimitSubject.User && r.Name == name).ExecuteDeleteAsync(cancellationToken);
        await db.StoredResponses.Where(r => r.OwnerId == user).ExecuteDeleteAsync(cancellationToken);
    }
}
