import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { cn } from "@/lib/cn";
import { lazy } from "@/lib/lazy";
import { text } from "@/texts/text";
import { contextQuery, useContextChanges } from "./api";

const ContextPanel = lazy(() => import("./context-panel"));
const RADIUS = 7;
const AROUND = 2 * Math.PI * RADIUS;

/** How full the model's window is, as a ring; opens what is in it. */
export function WindowGauge({ id }: { id: string }) {
  const { data } = useQuery(contextQuery(id));
  const [open, setOpen] = useState(false);
  useContextChanges(id);
  if (!data) return null;
  const share = Math.min(1, data.promptTokens / data.room);
  return (
    <>
      <IconButton
        label={text.context.gauge(Math.round(share * 100), data.omittedMessages)}
        aria-haspopup="dialog"
        className="pointer-coarse:size-10"
        onClick={() => setOpen(true)}
      >
        <svg aria-hidden viewBox="0 0 18 18" className="-rotate-90 fill-none stroke-2">
          <circle cx={9} cy={9} r={RADIUS} className="stroke-border" />
          <circle
            cx={9}
            cy={9}
            r={RADIUS}
            strokeLinecap="round"
            strokeDasharray={`${share * AROUND} ${AROUND}`}
            className={cn(share > 0.99 ? "stroke-signal" : "stroke-primary", share < 0.01 && "stroke-none")}
          />
        </svg>
      </IconButton>
      {open && (
        <Suspense>
          <ContextPanel id={id} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
