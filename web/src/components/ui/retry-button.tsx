import { RotateCcw } from "lucide-react";
import type { ComponentProps } from "react";
import { useSecondsUntil } from "@/lib/use-seconds-until";
import { text } from "@/texts/text";
import { Button } from "./button";

type Props = Omit<ComponentProps<typeof Button>, "children"> & { retryAt?: number | null | undefined; label?: string };

/** Try again; counts down while the server asked us to wait. */
export function RetryButton({ retryAt, label = text.app.retry, ...props }: Props) {
  const seconds = useSecondsUntil(retryAt ?? null);
  return (
    <Button variant="outline" size="sm" disabled={seconds > 0} {...props}>
      <RotateCcw aria-hidden />
      <span className="tabular-nums">{seconds > 0 ? text.app.retryIn(seconds) : label}</span>
    </Button>
  );
}
