import './tokens.css';
import './base.css';

/**
 * react-aria writes one `<style>` element for pressable elements, which a strict style policy refuses and reports. It does not
 * when an element of this id is already there; the rule itself stands in base.css.
 */
const pressableStyleId = 'react-aria-pressable-style';

if (!document.getElementById(pressableStyleId)) {
  const claimed = document.createElement('meta');
  claimed.id = pressableStyleId;
  document.head.append(claimed);
}
