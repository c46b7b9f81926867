import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { Button } from "./button";

type Props = {
  /** What takes the filters away; nothing where none is set. */
  clear: { label: string; onClear: () => void } | null;
  className?: string;
  children: ReactNode;
};

/** The filters above a list. */
export function FilterBar({ clear, className, children }: Props) {
  return (
    <search className={cn("mb-5 grid grid-cols-2 items-end gap-x-4 gap-y-3", className)}>
      {children}
      {clear && (
        <Button variant="quiet" size="sm" className="col-span-full -ms-3 justify-self-start" onClick={clear.onClear}>
          <X aria-hidden />
          {clear.label}
        </Button>
      )}
    </search>
  );
}
