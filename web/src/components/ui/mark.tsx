/** The sign of OllamaNet: an open ring, and the node that joins it. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <path
        d="M17.8 5.66A10.5 10.5 0 1 0 26.34 14.18"
        fill="none"
        stroke="var(--primary)"
        strokeWidth="3.6"
        strokeLinecap="round"
      />
      <circle cx="24.6" cy="7.4" r="3.4" fill="var(--signal)" />
    </svg>
  );
}

export function Wordmark() {
  return (
    <span className="flex items-center gap-2.5">
      <Mark className="size-7" />
      <span className="text-[1.0625rem] font-semibold tracking-[-0.02em]">
        Ollama<span className="text-primary">Net</span>
      </span>
    </span>
  );
}
