# says: local `name` is not declared
output "name" {
  description = "Name."
  value = local.name # here
}
