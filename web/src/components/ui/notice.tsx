import { cva, type VariantProps } from "class-variance-authority";
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

const styles = cva("flex items-start gap-2.5 rounded-xl border px-3.5 py-2.5 text-sm [&>svg]:mt-0.5 [&>svg]:size-4", {
  variants: {
    tone: {
      danger: "border-danger-border bg-danger-soft [&>svg]:text-danger",
      signal: "border-signal-border bg-signal-soft [&>svg]:text-signal",
      plain: "border-border bg-muted/60 [&>svg]:text-muted-foreground",
    },
  },
  defaultVariants: { tone: "plain" },
});
const ICONS = { danger: CircleAlert, signal: TriangleAlert, plain: Info };

type Props = VariantProps<typeof styles> & { children: ReactNode; actions?: ReactNode; className?: string };

/** Something the reader should know, where it happened. A danger is read out at once. */
export function Notice({ tone, children, actions, className }: Props) {
  const Icon = ICONS[tone ?? "plain"];
  return (
    <div role={tone === "danger" ? "alert" : undefined} className={cn(styles({ tone }), className)}>
      <Icon aria-hidden className="shrink-0" />
      <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="bidi-lines page-start min-w-0 flex-1 basis-48">{children}</div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </div>
  );
}
