# says: variable `name` is not declared
output "name" {
  description = "Name."
  value = "${var.name}-x" # here
}
