using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OllamaNet.Contracts;

namespace OllamaNet.Platform.Messaging;

/// <summary>An event that waits in its role's schema until every consumer took it.</summary>
public sealed class OutboxMessage
{
    public long Id { get; init; }

    /// <summary>Name of the event's record.</summary>
    public required string Type { get; init; }

    public required string Payload { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not before this is it handed out (again).</summary>
    public DateTimeOffset DueAt { get; init; }

    public int Attempts { get; init; }

    /// <summary>Kind of the last failure; never content.</summary>
    public string? Error { get; init; }

    public static OutboxMessage From(IntegrationEvent integrationEvent, DateTimeOffset notBefore = default)
    {
        var type = integrationEvent.GetType();
        return new() { Type = type.Name, Payload = JsonSerializer.Serialize(integrationEvent, type), DueAt = notBefore };
    }
}

public static class Outbox
{
    public static void HasOutbox(this ModelBuilder builder) => builder.Entity<OutboxMessage>(outbox =>
    {
        outbox.ToTable("outbox");
        outbox.Property(m => m.Payload).HasColumnType("jsonb");
        outbox.Property(m => m.CreatedAt).HasDefaultValueSql("now()");
        outbox.Property(m => m.DueAt).HasDefaultValueSql("now()");
        outbox.HasIndex(m => m.DueAt);
    });

    /// <summary>Adds the event to the changes that the next save writes in one transaction.</summary>
    /// <param name="notBefore">Left out: at once.</param>
    public static void Publish(this DbContext db, IntegrationEvent integrationEvent, DateTimeOffset notBefore = default) => db.Add(OutboxMessage.From(integrationEvent, notBefore));
}
