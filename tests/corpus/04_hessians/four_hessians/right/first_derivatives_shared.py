# style: the two first derivatives named, then differentiated both ways
from torch.func import jacfwd, jacrev



def four_hessians(f, x):
    by_columns, by_rows = jacfwd(f), jacrev(f)
    first = {"fwd": by_columns, "rev": by_rows}
    second = {name: (jacfwd(g)(x), jacrev(g)(x)) for name, g in first.items()}
    return {
        "fwd_rev": second["rev"][0],
        "rev_rev": second["rev"][1],
        "fwd_fwd": second["fwd"][0],
        "rev_fwd": second["fwd"][1],
    }
