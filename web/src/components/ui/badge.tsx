import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

const styles = cva(
  "inline-flex items-center gap-1 rounded-full border px-2 py-px text-xs leading-5 font-medium whitespace-nowrap [&_svg]:size-3",
  {
    variants: {
      tone: {
        plain: "text-muted-foreground",
        good: "border-primary/40 text-primary",
        signal: "border-signal-border bg-signal-soft text-signal",
        danger: "border-danger-border bg-danger-soft text-danger",
      },
    },
    defaultVariants: { tone: "plain" },
  },
);

export type Tone = NonNullable<VariantProps<typeof styles>["tone"]>;
type Props = VariantProps<typeof styles> & { children: ReactNode; className?: string; dot?: boolean };

export function Badge({ tone, dot = false, children, className }: Props) {
  return (
    <span className={cn(styles({ tone }), className)}>
      {dot && <span aria-hidden className="size-1.5 rounded-full bg-current" />}
      {children}
    </span>
  );
}
