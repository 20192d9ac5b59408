// A rule out of one row: whatever contains this text gets this category, from now on.
import { useState } from 'react';
import type { ReviewItem } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import { learnSoon } from '@/features/import/suggesting';
import { Button } from '@/parts/Button';
import { Checkbox, Combobox } from '@/parts/Choice';
import { Dialog } from '@/parts/Dialog';
import { Field, TextField } from '@/parts/Field';
import { m } from '@/messages';
import { ruleText } from './rule';

export function RuleDialog({ item, onClose }: { item: ReviewItem; onClose: () => void }) {
  const categories = useAsk('category.list', {});
  const create = useAct('rule.create');
  const apply = useAct('rule.apply');
  const [text, setText] = useState(() => ruleText(item.row.description));
  const [category, setCategory] = useState<string | null>(item.category_id);
  const [now, setNow] = useState(true);
  const run = async () => {
    if (!category) return;
    try {
      await create.mutateAsync({ description_contains: text.trim(), set_category: category });
      const done = now ? await apply.mutateAsync({}) : null;
      toast({
        text: done && done.changed > 0 ? m.review_rule_applied() : m.review_rule_made(),
      });
      learnSoon();
      onClose();
    } catch (thrown) {
      toastError(thrown);
    }
  };
  const busy = create.isPending || apply.isPending;
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.review_rule_title()}
      about={m.review_rule_about()}
      footer={
        <>
          <Button onClick={onClose}>{m.parts_cancel()}</Button>
          <Button
            kind="primary"
            disabled={busy || text.trim() === '' || !category}
            onClick={() => void run()}
          >
            {m.review_rule_make()}
          </Button>
        </>
      }
    >
      <TextField label={m.review_rule_text()} value={text} onChange={setText} hint={item.row.description} />
      <Field label={m.review_col_category()}>
        {({ id }) => (
          <Combobox
            id={id}
            value={category}
            options={(categories.data?.items ?? [])
              .filter(one => !one.archived)
              .map(one => ({ value: one.id, label: one.name, group: one.group }))}
            emptyText={m.parts_no_results()}
            onChange={setCategory}
          />
        )}
      </Field>
      <Checkbox label={m.review_rule_now()} checked={now} onChange={setNow} />
    </Dialog>
  );
}
