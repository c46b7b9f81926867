import type { ReactNode } from "react";
import { Mark } from "@/components/ui/mark";

type Props = { title: string; hint?: string; action?: ReactNode; busy?: boolean };

/** A page that has only one thing to say. */
export function FullPage({ title, hint, action, busy = false }: Props) {
  return (
    <main className="grid h-full place-content-center justify-items-center gap-3 px-6 text-center">
      <Mark className={busy ? "size-11 animate-pulse-soft" : "size-11"} />
      <h1 className="mt-2 text-xl font-semibold tracking-tight">{title}</h1>
      {hint && <p className="max-w-sm text-muted-foreground">{hint}</p>}
      {action && <div className="mt-3">{action}</div>}
    </main>
  );
}
