import { text } from "@/texts/text";

export function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <span className="flex gap-1">
      {keys.map((key) => (
        <kbd
          key={key}
          className="min-w-6 rounded-md border bg-muted px-1.5 py-0.5 text-center font-sans text-xs text-muted-foreground"
        >
          {text.shortcuts.keys[key] ?? key}
        </kbd>
      ))}
    </span>
  );
}
