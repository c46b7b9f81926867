import { useQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useId, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { IconButton } from "@/components/ui/icon-button";
import { Loaded } from "@/components/ui/loaded";
import { formatMoney } from "@/lib/format";
import { modelNamesQuery } from "@/lib/model-names";
import { offerUndo } from "@/lib/undo";
import { useSubmit } from "@/lib/use-submit";
import { dashboard as t } from "@/texts/dashboard";
import { locale } from "@/texts/language";
import { type Price, pricesQuery, usePriceChanges } from "./prices-api";

const EMPTY = { model: "", prompt: "", answer: "", validFrom: "" };
const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });

/** What tokens of models cost, now and before. */
export function PricesDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog wide keep open={open} onOpenChange={(now) => !now && onClose()} title={t.prices}>
      <PriceForm onClose={onClose} />
      <Prices />
    </Dialog>
  );
}

function PriceForm({ onClose }: { onClose: () => void }) {
  const [values, setValues] = useState(EMPTY);
  const [wrong, setWrong] = useState<Partial<Record<keyof typeof EMPTY, string>>>({});
  const list = useId();
  const models = useQuery(modelNamesQuery);
  const currency = useQuery(pricesQuery).data?.currency ?? "";
  const { put } = usePriceChanges();
  const { run, busy, problem, errorOf } = useSubmit();
  const field = (name: keyof typeof EMPTY) => ({
    value: values[name],
    onChange: (event: { target: { value: string } }) => {
      setValues({ ...values, [name]: event.target.value });
      setWrong({});
    },
    error: wrong[name] ?? errorOf(name),
  });
  const save = async () => {
    const [prompt, answer] = [amountOf(values.prompt), amountOf(values.answer)];
    const found = {
      ...(!values.model.trim() && { model: t.modelNeeded }),
      ...(prompt === null && { prompt: t.amountNeeded }),
      ...(answer === null && { answer: t.amountNeeded }),
    };
    setWrong(found);
    if (prompt === null || answer === null || !values.model.trim()) return;
    const validFrom = values.validFrom ? new Date(values.validFrom).toISOString() : null;
    const price = { model: values.model.trim(), prompt, answer, validFrom };
    if (await run(() => put.mutateAsync(price), t.priceSaved)) setValues(EMPTY);
  };
  return (
    <Form onSubmit={() => void save()} onCancel={onClose} submit={t.setPrice} busy={busy} problem={problem}>
      <Field label={t.groups.model} list={list} autoCapitalize="none" spellCheck={false} {...field("model")} />
      <datalist id={list}>
        {(models.data ?? []).map((model) => (
          <option key={model} value={model} />
        ))}
      </datalist>
      <div className="grid grid-cols-2 gap-5">
        <Field label={t.promptPrice} hint={t.perMillion(currency)} inputMode="decimal" {...field("prompt")} />
        <Field label={t.answerPrice} hint={t.perMillion(currency)} inputMode="decimal" {...field("answer")} />
      </div>
      <Field label={t.validFrom} hint={t.validFromHint} type="datetime-local" {...field("validFrom")} />
    </Form>
  );
}

function Prices() {
  const prices = useQuery(pricesQuery);
  const { put, remove } = usePriceChanges();
  const drop = (price: Price) => {
    remove.mutate(price);
    offerUndo(t.priceDeleted, () => put.mutateAsync(price));
  };
  return (
    <Loaded query={prices} lines={1}>
      {({ items, currency }) =>
        items.length === 0 ? (
          <p className="mt-6 text-muted-foreground">{t.noPrices}</p>
        ) : (
          <ul aria-label={t.prices} className="mt-6 divide-y rounded-2xl border">
            {items.map((price) => (
              <li key={price.model + price.validFrom} className="flex items-center gap-4 px-4 py-2 text-sm">
                <span className="min-w-0 grow basis-40 [overflow-wrap:anywhere]">
                  <span className="font-medium">{price.model}</span>
                  <span className="block text-muted-foreground">
                    {t.since(moment.format(new Date(price.validFrom)))}
                  </span>
                </span>
                <span className="text-end tabular-nums">
                  {formatMoney(price.prompt, currency)} · {formatMoney(price.answer, currency)}
                </span>
                <IconButton label={t.deletePrice(price.model)} onClick={() => drop(price)}>
                  <Trash2 />
                </IconButton>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

/** With a comma or a point. */
function amountOf(text: string): number | null {
  const amount = Number(text.trim().replace(",", "."));
  return text.trim() && Number.isFinite(amount) && amount >= 0 ? amount : null;
}
