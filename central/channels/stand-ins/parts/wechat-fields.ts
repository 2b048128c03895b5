/** What each kind of field takes ("订阅消息参数值内容限制说明"). */
const kinds: readonly { readonly name: RegExp; readonly value: RegExp }[] = [
  { name: /^thing\d+$/, value: /^[^\n]{1,20}$/u },
  { name: /^number\d+$/, value: /^\d{1,32}$/ },
  { name: /^letter\d+$/, value: /^[A-Za-z]{1,32}$/ },
  { name: /^character_string\d+$/, value: /^[\x21-\x7e]{1,32}$/ },
  { name: /^(time|date)\d+$/, value: /\d{1,2}(:|：|月|-)\d{1,2}/ },
  { name: /^amount\d+$/, value: /^[¥￥]?\d{1,10}(\.\d+)?元?$/ },
  { name: /^phrase\d+$/, value: /^\p{Script=Han}{1,5}$/u },
  { name: /^name\d+$/, value: /^(\p{Script=Han}{1,10}|[A-Za-z ]{1,20})$/u },
];

/** Name of the first field that the platform would refuse; undefined = none. */
export function fieldFault(data: Readonly<Record<string, { readonly value: string }>>): string | undefined {
  return Object.entries(data).find(([name, { value }]) => {
    const kind = kinds.find((known) => known.name.test(name));
    return kind?.value.test(value) !== true;
  })?.[0];
}
