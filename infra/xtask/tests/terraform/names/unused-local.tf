# says: local `name` is used nowhere
locals {
  name = "x" # here
}
