# fails: value
# fault: raised
# says: no function
vjp_once = 3
