import { Lock, RotateCcw } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { formatNumber } from "@/lib/format";
import { formatMoment } from "@/lib/when";
import { serverSettings as t } from "@/texts/server-settings";
import type { Setting, Value } from "./api";
import { Control } from "./control";

type Props = {
  setting: Setting;
  /** As it was typed; undefined: not touched; null: the default again. */
  typed: Value | undefined;
  onChange: (value: Value) => void;
  error: string | undefined;
  models: string[];
};

export function SettingField({ setting, typed, onChange, error, models }: Props) {
  const words = t.settings[setting.name] ?? { label: setting.name };
  // An emptied number stays empty to the eye; a default that comes back is shown.
  const value = typed === undefined ? setting.value : (typed ?? (setting.kind === "number" ? null : setting.default));
  return (
    <div className={cn("min-w-0", setting.name === "Banner:Text" && "sm:col-span-2")}>
      <Control setting={setting} value={value} onChange={onChange} error={error} models={models} {...words} />
      <Origin setting={setting} reset={typed === null} onReset={() => onChange(null)} />
    </div>
  );
}

const said = (value: Value) => {
  if (value === null) return t.nothing;
  return typeof value === "number" ? formatNumber(value) : (t.choices[String(value)] ?? String(value));
};

/** Where the value comes from, and the way back to the default. */
function Origin({ setting, reset, onReset }: { setting: Setting; reset: boolean; onReset: () => void }) {
  if (setting.lock)
    return (
      <p className="mt-1.5 flex flex-wrap items-center gap-2 text-sm text-muted-foreground">
        <Badge tone="signal">
          <Lock aria-hidden />
          {t.locked}
        </Badge>
        <span className="min-w-0 [overflow-wrap:anywhere]">{t.lockedBy[setting.lock](setting.name)}</span>
      </p>
    );
  if (reset) return <p className="mt-1.5 text-xs text-muted-foreground">{t.willBe(said(setting.default))}</p>;
  if (!setting.isStored) return null;
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-1 text-xs text-muted-foreground">
      <span>{t.setBy(setting.updatedBy ?? "?", setting.updatedAt ? formatMoment(setting.updatedAt) : "")}</span>
      <Button variant="quiet" size="sm" className="h-7 px-2 text-xs" onClick={onReset}>
        <RotateCcw aria-hidden className="size-3.5!" />
        {setting.kind === "secret" ? t.removeSecret : t.reset(said(setting.default))}
      </Button>
    </p>
  );
}
