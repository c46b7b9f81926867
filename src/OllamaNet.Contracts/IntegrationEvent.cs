namespace OllamaNet.Contracts;

/// <summary>Something that happened in one role and that others may act on. Named in the past tense; carries ids, never content.</summary>
public abstract record IntegrationEvent;
