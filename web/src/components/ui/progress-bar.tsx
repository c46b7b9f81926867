import { cn } from "@/lib/cn";

type Props = {
  label: string;
  /** From 0 to 1; left out: nobody knows. */
  value?: number | undefined;
  className?: string;
};

/** How far something is. */
export const ProgressBar = ({ label, value, className }: Props) => (
  <progress
    aria-label={label}
    value={value}
    className={cn(
      "h-1.5 appearance-none overflow-hidden rounded-full border-0 bg-input/50 not-[[value]]:animate-pulse-soft [&::-moz-progress-bar]:bg-primary [&::-webkit-progress-bar]:bg-transparent [&::-webkit-progress-value]:bg-primary",
      className,
    )}
  />
);
