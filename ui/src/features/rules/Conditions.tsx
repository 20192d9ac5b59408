// The conditions of a rule, each a line: what is looked at, how, and for what.
import { Plus, X } from 'lucide-react';
import css from '@/features/organise/organise.module.css';
import { m } from '@/messages';
import { MoneyInput } from '@/parts/AmountInput';
import { Button, IconButton } from '@/parts/Button';
import { Select, type Option } from '@/parts/Choice';
import { TextInput } from '@/parts/Field';
import { emptyCondition, type DraftCondition } from './draft';

interface ConditionsProps {
  conditions: readonly DraftCondition[];
  accounts: readonly Option[];
  currency: string;
  onChange: (conditions: DraftCondition[]) => void;
}

export function Conditions({ conditions, accounts, currency, onChange }: ConditionsProps) {
  const set = (key: number, change: Partial<DraftCondition>) =>
    onChange(conditions.map(one => (one.key === key ? { ...one, ...change } : one)));
  return (
    <fieldset className={css.stack}>
      <legend className="visually-hidden">{m.rules_when()}</legend>
      {conditions.map(condition => (
        <div key={condition.key} className={css.condition}>
          <Select
            label={m.rules_field()}
            value={condition.field}
            onChange={field => set(condition.key, { field: field as DraftCondition['field'] })}
            options={[
              { value: 'description', label: m.rules_field_description() },
              { value: 'payee', label: m.rules_field_payee() },
              { value: 'amount', label: m.rules_field_amount() },
              { value: 'account', label: m.rules_field_account() },
            ]}
          />
          <Operand
            condition={condition}
            accounts={accounts}
            currency={currency}
            onChange={change => set(condition.key, change)}
          />
          <IconButton
            label={m.rules_remove_condition()}
            size="small"
            disabled={conditions.length === 1}
            onClick={() => onChange(conditions.filter(one => one.key !== condition.key))}
          >
            <X size={16} aria-hidden />
          </IconButton>
        </div>
      ))}
      <div className={css.line}>
        <Button
          size="small"
          icon={<Plus size={14} aria-hidden />}
          onClick={() => onChange([...conditions, emptyCondition()])}
        >
          {m.rules_add_condition()}
        </Button>
      </div>
    </fieldset>
  );
}

function Operand({
  condition,
  accounts,
  currency,
  onChange,
}: {
  condition: DraftCondition;
  accounts: readonly Option[];
  currency: string;
  onChange: (change: Partial<DraftCondition>) => void;
}) {
  switch (condition.field) {
    case 'amount':
      return (
        <>
          <MoneyInput
            aria-label={m.rules_from()}
            placeholder={m.rules_from()}
            value={condition.min}
            currency={currency}
            onChange={min => onChange({ min })}
          />
          <MoneyInput
            aria-label={m.rules_to()}
            placeholder={m.rules_to()}
            value={condition.max}
            currency={currency}
            onChange={max => onChange({ max })}
          />
        </>
      );
    case 'account':
      return (
        <>
          <span className={css.quiet}>{m.rules_test_is()}</span>
          <Select
            label={m.rules_pick_account()}
            value={condition.account}
            options={accounts}
            onChange={account => onChange({ account })}
          />
        </>
      );
    case 'payee':
    case 'description':
      return (
        <>
          <Select
            label={m.rules_test()}
            value={condition.test}
            onChange={test => onChange({ test: test as DraftCondition['test'] })}
            options={[
              { value: 'contains', label: m.rules_test_contains() },
              { value: 'starts_with', label: m.rules_test_starts_with() },
              { value: 'is', label: m.rules_test_is() },
            ]}
          />
          <TextInput
            aria-label={m.rules_value()}
            placeholder={m.rules_value()}
            value={condition.value}
            maxLength={200}
            onChange={value => onChange({ value })}
          />
        </>
      );
  }
}
