"""Personal values as they are shown by default: enough to recognise, not enough to copy."""

STAR = "*"


def mask_name(name: str) -> str:
    """`张*明`, `李*`, `欧*娜`: the first and, from three characters on, the last are shown."""
    if len(name) <= 1:
        return name
    if len(name) == 2:
        return name[0] + STAR
    return name[0] + STAR * min(len(name) - 2, 6) + name[-1]


def mask_phone(number: str) -> str:
    """Mobile numbers 3-4-4 (`138****1234`); of others the last four are shown."""
    if len(number) == 11:
        return number[:3] + STAR * 4 + number[-4:]
    return STAR * max(len(number) - 4, 0) + number[-4:] if len(number) > 4 else STAR * len(number)


def mask_code(code: str, first: int = 3, last: int = 1) -> str:
    """`A33********5`: the first and last characters of a number; a short one is hidden wholly."""
    if len(code) <= first + last:
        return STAR * len(code)
    return code[:first] + STAR * (len(code) - first - last) + code[-last:]


def mask_address(address: str) -> str:
    """City and district are shown, the rest is not: `杭州市上城区********`."""
    cut = max(address.find(mark) for mark in ("区", "县", "旗")) + 1
    if cut == 0:
        cut = address.find("市") + 1
    shown = address[: cut if 0 < cut < len(address) else min(3, len(address) // 2)]
    return shown + STAR * min(len(address) - len(shown), 8)


def mask(kind: str, value: str) -> str:
    """`value` masked by the type of its field; types that carry nothing personal are shown as they are."""
    if not value:
        return value
    match kind:
        case "name":
            return mask_name(value)
        case "phone":
            return mask_phone(value)
        case "id_no":
            return mask_code(value, 6, 1)
        case "certificate_no" | "passport_no":
            return mask_code(value)
        case "bank_account":
            return mask_code(value, 4, 4)
        case "address":
            return mask_address(value)
        case "date":
            return value[:4] + "-**-**" if len(value) == 10 else STAR * len(value)
        case "datetime":
            return value[:4] + "-**-** **:**" if len(value) >= 10 else STAR * len(value)
        case "text":
            return value[:1] + STAR * min(len(value) - 1, 8)
    return value
