// Merging one category into another, with what would follow shown before.
import { useState } from 'react';
import type { CategoryView } from '@/api/generated';
import { useAct, useAsk } from '@/api/hooks';
import { toast, toastError } from '@/app/toasts';
import css from '@/features/organise/organise.module.css';
import { m } from '@/messages';
import { Button } from '@/parts/Button';
import { Combobox } from '@/parts/Choice';
import { Dialog } from '@/parts/Dialog';
import { Field } from '@/parts/Field';

export function MergeDialog({
  category,
  categories,
  onClose,
}: {
  category: CategoryView;
  categories: readonly CategoryView[];
  onClose: () => void;
}) {
  const [into, setInto] = useState<string | null>(null);
  const merge = useAct('category.merge');
  const undo = useAct('history.undo');
  const target = categories.find(one => one.id === into);
  const preview = useAsk(
    'category.preview_merge',
    { categories: [category.id], into: into ?? '' },
    { enabled: into !== null },
  );
  const run = () => {
    if (!target) return;
    merge.mutate(
      { categories: [category.id], into: target.id },
      {
        onError: toastError,
        onSuccess: () => {
          onClose();
          toast({
            text: m.categories_merged({ name: category.name, into: target.name }),
            action: { label: m.categories_undo(), run: () => undo.mutate({}, { onError: toastError }) },
          });
        },
      },
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.categories_merge_title({ name: category.name })}
      about={m.categories_merge_about({ name: category.name })}
      footer={
        <>
          <Button onClick={onClose}>{m.parts_cancel()}</Button>
          <Button kind="primary" disabled={!target || merge.isPending} onClick={run}>
            {m.categories_merge_do()}
          </Button>
        </>
      }
    >
      <Field label={m.categories_merge_into()}>
        {({ id }) => (
          <Combobox
            id={id}
            value={into}
            onChange={setInto}
            placeholder={m.categories_pick()}
            emptyText={m.parts_no_results()}
            options={categories
              .filter(one => one.id !== category.id && !one.archived)
              .map(one => ({ value: one.id, label: one.name, group: one.group }))}
          />
        )}
      </Field>
      {target && preview.data && (
        <div className={css.stack}>
          <p>
            {m.categories_preview_rows({
              rows: preview.data.rows,
              months: preview.data.months,
              into: target.name,
            })}
          </p>
          {preview.data.rules.length > 0 && (
            <p>{m.categories_preview_rules({ into: target.name, rules: preview.data.rules.join(', ') })}</p>
          )}
          {preview.data.kinds_differ && <p className={css.note}>{m.categories_preview_kinds()}</p>}
        </div>
      )}
    </Dialog>
  );
}
