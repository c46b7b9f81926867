import type { ReactNode } from "react";
import { Wordmark } from "@/components/ui/mark";
import { usePageTitle } from "@/lib/use-page-title";
import { text } from "@/texts/text";

type Props = { title: string; hint: string; children: ReactNode; footer: ReactNode };

/** The frame of the pages before someone is signed in. */
export function AuthPage({ title, hint, children, footer }: Props) {
  usePageTitle(title);
  return (
    <main className="grid min-h-full place-items-center bg-sidebar px-4 py-10">
      <div className="w-full max-w-100">
        <div className="mb-8 flex flex-col items-center gap-2 text-center">
          <Wordmark />
          <p className="text-sm text-muted-foreground">{text.app.claim}</p>
        </div>
        <div className="rounded-2xl border bg-card p-6 shadow-float sm:p-8">
          <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
          <p className="mt-1 mb-6 text-muted-foreground">{hint}</p>
          {children}
        </div>
        <p className="mt-6 text-center text-sm text-muted-foreground">{footer}</p>
      </div>
    </main>
  );
}
